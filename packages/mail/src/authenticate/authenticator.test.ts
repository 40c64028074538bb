import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { failsDmarc, type InboundSource, PermanentError } from '@zaakpost/domain';
import { type DnsServer, freePort, processorTime, startDns } from '@zaakpost/testing';
import { sealMessage } from 'mailauth/lib/arc/index.js';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../memory-blobs.ts';
import { authenticator } from './authenticator.ts';

const keyPair = (modulusLength: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const record = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    TXT: [`v=DKIM1; k=rsa; p=${record}`],
  };
};
const [good, weak, others] = [keyPair(2_048), keyPair(768), keyPair(2_048)];

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDns({
    records: {
      'burger.example': { TXT: ['v=spf1 ip4:127.0.0.2 ip4:192.0.2.7 -all'] },
      '_dmarc.burger.example': { TXT: ['v=DMARC1; p=reject'] },
      's1._domainkey.burger.example': good,
      'weak._domainkey.burger.example': weak,
      's1._domainkey.lijst.example': good,
      'lijst.example': { TXT: ['v=spf1 ip4:127.0.0.9 -all'] },
      'los.example': { TXT: ['v=spf1 ?all'] },
    },
  });
});
afterAll(() => dns?.stop());

const mail = (more: string[] = [], from = 'Jan <jan@burger.example>') =>
  [...more, `From: ${from}`, 'To: info@gemeente.example', 'Subject: Vraag', '', 'Mag de boom weg?', ''].join('\r\n');

const smtp = (peer: string, more: Partial<Extract<InboundSource, { kind: 'smtp' }>> = {}): InboundSource => ({
  ...{ kind: 'smtp', envelopeFrom: 'jan@burger.example', recipient: 'info@gemeente.example', peer },
  ...{ helo: 'mail.burger.example', tls: null, trusted: false },
  ...more,
});
const pop3: InboundSource = { kind: 'pop3', mailboxId: 'box', uniqueId: '1' };

async function authenticate(raw: string | Buffer, source: InboundSource, more: Partial<Given> = {}) {
  const blobs = memoryBlobs();
  const check = authenticator({
    ...{ blobs, hostName: 'zaakpost.example', trustedServers: ['mx.gemeente.example'] },
    dns: { servers: [more.server ?? dns.address], timeout: more.timeout ?? 10_000 },
    ...(more.work === undefined ? {} : { work: more.work }),
  });
  return await check.authenticate(blobs.keep(raw), { source, signal: more.signal ?? AbortSignal.timeout(60_000) });
}

interface Given {
  server: string;
  /** In milliseconds; long, since the machine may be busy, but for a server that never answers. */
  timeout: number;
  signal: AbortSignal;
  work: number;
}

async function signed(
  raw: string,
  options: { domain?: string; selector?: string; key?: string; maxBodyLength?: number } = {},
) {
  const { domain = 'burger.example', selector = 's1', key = good.privateKey, maxBodyLength } = options;
  const { signatures, errors } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    signatureData: [{ signingDomain: domain, selector, privateKey: key, ...(maxBodyLength ? { maxBodyLength } : {}) }],
  } as Parameters<typeof dkimSign>[1]);
  expect(errors).toEqual([]);
  return `${signatures}${raw}`;
}

describe('SPF', () => {
  it('speaks for a mail that comes from where its domain says', async () => {
    expect(await authenticate(mail(), smtp('127.0.0.2'))).toMatchObject({
      spf: { result: 'pass', domain: 'burger.example', aligned: true, why: null, reportedBy: null },
      dkim: [],
      dmarc: { result: 'pass', domain: 'burger.example', policy: 'reject' },
      arc: { result: 'none', hops: 0 },
    });
  });

  it('does not speak for the author where it is about somebody else', async () => {
    const found = await authenticate(mail(), smtp('127.0.0.9', { envelopeFrom: 'jan@lijst.example' }));

    expect(found).toMatchObject({ spf: { result: 'pass', domain: 'lijst.example', aligned: false } });
    expect(found.dmarc).toMatchObject({ result: 'fail', policy: 'reject', why: null });
  });

  it('looks at the name of the client where the path is null', async () => {
    const { spf } = await authenticate(mail(), smtp('127.0.0.9', { envelopeFrom: '', helo: 'lijst.example' }));

    expect(spf).toMatchObject({ result: 'pass', domain: 'lijst.example' });
  });

  it('is about the hop before a forwarder that is trusted, and the sender that it wrapped', async () => {
    const received = [
      'Received: from inside.gemeente.example (inside [10.0.0.7]) by mx.gemeente.example; Wed, 25 Nov 2026 10:00:00 +0000',
      'Received: from mail.burger.example([203.0.113.5]) (unknown [192.0.2.7])',
      ' by inside.gemeente.example with ESMTP; Wed, 25 Nov 2026 10:00:00 +0000',
      'Received: from elders.example (elders [127.0.0.9]) by mail.burger.example; Wed, 25 Nov 2026 09:59:00 +0000',
    ];
    const wrapped = 'SRS0=abcd=XY=burger.example=jan@gemeente.example';

    const { spf } = await authenticate(mail(received), smtp('127.0.0.1', { trusted: true, envelopeFrom: wrapped }));

    expect(spf).toMatchObject({ result: 'pass', domain: 'burger.example', aligned: true });
  });

  it('is not checked for mail from a mailbox, and then DMARC does not fail for it', async () => {
    const found = await authenticate(mail(), pop3);

    expect(found.spf).toMatchObject({ result: 'none', why: 'noClientAddress' });
    expect(found.dmarc).toMatchObject({ result: 'none', why: 'noClientAddress', policy: 'reject' });
    expect(failsDmarc(found)).toBe(false);
  });

  it('is taken from a trusted server that took the mail, and from no other', async () => {
    const reports = [
      'Authentication-Results: elders.example; spf=fail smtp.mailfrom=jan@burger.example',
      'Authentication-Results: mx.gemeente.example (checked (twice)); dkim=none;',
      ' spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=jan@burger.example',
      'Authentication-Results: mx.gemeente.example; spf=fail smtp.mailfrom=jan@burger.example',
    ];

    const { spf, dmarc } = await authenticate(mail(reports), pop3);

    expect(spf).toMatchObject({ result: 'pass', reportedBy: 'mx.gemeente.example', aligned: true });
    expect(dmarc.result).toBe('pass');
  });

  it('is checked on the client that a trusted server noted, and not on what stands below', async () => {
    const note = (by: string, from: string) =>
      `Received: from x (x [${from}]) by ${by} with ESMTP; Wed, 25 Nov 2026 10:00:00 +0000`;
    const forged = [note('mx.gemeente.example', '203.0.113.66'), note('mx.gemeente.example', '192.0.2.7')];
    const path = 'Return-Path: <jan@burger.example>';

    const honest = await authenticate(mail([path, note('mx.gemeente.example', '192.0.2.7')]), pop3);
    const lying = await authenticate(mail([path, ...forged]), pop3);
    const unknown = await authenticate(mail([path, note('elders.example', '192.0.2.7')]), pop3);

    expect([honest.spf.result, honest.dmarc.result]).toEqual(['pass', 'pass']);
    expect([lying.spf.result, lying.dmarc.result]).toEqual(['fail', 'fail']);
    expect(unknown.spf).toMatchObject({ result: 'none', why: 'noClientAddress' });
  });
});

describe('DKIM', () => {
  it('speaks for a mail however it came', async () => {
    const found = await authenticate(await signed(mail()), pop3);

    expect(found.dkim).toEqual([
      { result: 'pass', domain: 'burger.example', selector: 's1', aligned: true, why: null },
    ]);
    expect(found.dmarc).toMatchObject({ result: 'pass', why: null });
  });

  it('tells of each signature, and counts only those of the author', async () => {
    const twice = await signed(await signed(mail()), { domain: 'lijst.example' });

    const { dkim } = await authenticate(twice, pop3);

    expect(dkim.map(({ domain, result, aligned }) => [domain, result, aligned])).toEqual([
      ['lijst.example', 'pass', false],
      ['burger.example', 'pass', true],
    ]);
  });

  it.each<[string, (raw: string) => string, object]>([
    ['body', (raw) => raw.replace('boom', 'schuur'), { result: 'fail', why: null }],
    ['subject', (raw) => raw.replace('Vraag', 'Klacht'), { result: 'fail', why: null }],
    ['selector', (raw) => raw.replace('s=s1', 's=s2'), { result: 'neutral', why: null }],
  ])('sees that the %s was changed', async (_, change, expected) => {
    const found = await authenticate(change(await signed(mail())), smtp('127.0.0.3'));

    expect(found.dkim[0]).toMatchObject(expected);
    expect(found.dmarc.result).toBe('fail');
  });

  it('believes no short key', async () => {
    const raw = await signed(mail(), { selector: 'weak', key: weak.privateKey });

    const { dkim, dmarc } = await authenticate(raw, smtp('127.0.0.3'));

    expect(dkim[0]).toMatchObject({ result: 'policy', why: 'keySize' });
    expect(dmarc.result).toBe('fail');
  });

  it('believes no signature behind which anybody may write', async () => {
    const raw = `${await signed(mail(), { maxBodyLength: 10 })}Klik hier!\r\n`;

    const { dkim, dmarc } = await authenticate(raw, smtp('127.0.0.3'));

    expect(dkim[0]).toMatchObject({ result: 'policy', why: 'partlySigned' });
    expect(dmarc.result).toBe('fail');
  });
});

describe('DMARC', () => {
  it('has nothing to say where the author’s domain has no policy', async () => {
    const found = await authenticate(mail([], 'piet@los.example'), smtp('127.0.0.3'));

    expect(found.dmarc).toEqual({ result: 'none', domain: 'los.example', policy: null, why: null });
  });

  it('has nothing to say of a mail without an author', async () => {
    const found = await authenticate('Subject: Vraag\r\n\r\nHallo', smtp('127.0.0.2'));

    expect(found.dmarc).toMatchObject({ result: 'none', why: 'noSenderDomain' });
  });

  it.each([
    ['several authors, of whom one may be right', mail(['From: Piet <piet@los.example>'])],
    ['beside its author one without a domain', mail([], 'jan@burger.example, <niemand@>')],
  ])('fails a mail that names %s', async (_, several) => {
    const found = await authenticate(several, smtp('127.0.0.2'));

    expect(found.dmarc).toMatchObject({ result: 'permerror', why: 'severalAuthors' });
    expect(failsDmarc(found)).toBe(true);
  });
});

describe('ARC', () => {
  const seal = async (raw: string) => {
    const sealed = { signingDomain: 'lijst.example', selector: 's1', privateKey: good.privateKey };
    const options = {
      ...sealed,
      cv: 'none',
      authResults: 'mx.lijst.example; spf=pass smtp.mailfrom=jan@burger.example',
    };
    return `${await sealMessage(Buffer.from(raw), options as Parameters<typeof sealMessage>[1])}${raw}`;
  };

  it('tells who vouches for what', async () => {
    const found = await authenticate(await seal(mail()), pop3);

    expect(found.arc).toEqual({ result: 'pass', domain: 'lijst.example', hops: 1, why: null });
  });

  it('sees that the mail was changed since', async () => {
    const found = await authenticate((await seal(mail())).replace('boom', 'schuur'), pop3);

    expect(found.arc).toMatchObject({ result: 'fail', domain: 'lijst.example' });
  });
});

describe('a hostile or unlucky day', () => {
  it('has a result when DNS is not there', async () => {
    const nowhere = `127.0.0.1:${await freePort()}`;

    const found = await authenticate(await signed(mail()), smtp('127.0.0.2'), { server: nowhere, timeout: 200 });

    expect(found).toMatchObject({
      spf: { result: 'temperror', why: 'dnsAway' },
      dkim: [{ result: 'temperror', why: 'dnsAway' }],
      dmarc: { result: 'temperror', why: 'dnsAway' },
    });
    expect(failsDmarc(found)).toBe(false);
  });

  it('asks a DNS that stays silent once for each check of a mail', async () => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const asked = new Set<string>();
    silent.on('message', (question) => asked.add(question.subarray(12).toString('latin1')));
    let raw = await signed(mail());
    for (let n = 0; n < 5; n += 1) raw = await signed(raw, { selector: `s${n + 3}` });

    const { dmarc } = await authenticate(raw, smtp('127.0.0.2'), {
      ...{ server: `127.0.0.1:${silent.address().port}`, timeout: 200 },
    });

    expect(dmarc).toMatchObject({ result: 'temperror', why: 'dnsAway' });
    expect(asked.size).toBeLessThanOrEqual(4);
    silent.close();
  });

  it.each<[string, string, Partial<Extract<InboundSource, { kind: 'smtp' }>>, string[]]>([
    ['sends from a domain', 'Jan <jan@burger.example>', { envelopeFrom: 'x@stil.example' }, []],
    ['greets with the name of a domain', 'jan@burger.example', { envelopeFrom: '', helo: 'stil.example' }, []],
    [
      'signs with domains',
      'jan@burger.example (x@stil.example)',
      {},
      ['a.stil.example', 'b.stil.example', 'burger.example'],
    ],
  ])('lets a forger who %s whose DNS is silent gain nothing by it', async (_, from, source, signers) => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    // Answers of everything but one domain.
    silent.on('message', (question, { port }) => {
      if (question.includes('stil')) return;
      const relay = createSocket('udp4');
      relay.once('message', (answer) => silent.send(answer, port, '127.0.0.1', () => relay.close()));
      relay.send(question, Number(dns.address.split(':')[1]), '127.0.0.1');
    });
    let raw = mail([], from);
    // The lowest is checked last.
    for (const domain of signers.toReversed()) raw = await signed(raw, { domain, key: others.privateKey });

    const found = await authenticate(raw, smtp('127.0.0.3', source), {
      ...{ server: `127.0.0.1:${silent.address().port}`, timeout: 500 },
    });
    silent.close();

    expect(found.dmarc).toMatchObject({ result: 'fail', policy: 'reject', why: null });
    expect(failsDmarc(found)).toBe(true);
  });

  it('does not fail a mail for a DNS that answered half', async () => {
    const half = await startDns({ records: { '_dmarc.burger.example': { TXT: ['v=DMARC1; p=reject'] } } });
    const found = await authenticate(await signed(mail()), smtp('127.0.0.3'), { server: half.address });
    await half.stop();

    // Here the key is known not to exist, so that it does fail.
    expect(found.dmarc.result).toBe('fail');
  });

  it.each<[string, string, string]>([
    [
      'a thousand signatures',
      Array.from(
        { length: 1_000 },
        () => 'DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=x; b=x\r\n',
      ).join(''),
      'tooManySignatures',
    ],
    [
      'a hundred seals',
      Array.from(
        { length: 100 },
        (_, n) => `ARC-Seal: i=${n + 1}; a=rsa-sha256; d=x.example; s=s; cv=pass; b=x\r\n`,
      ).join(''),
      'tooManySignatures',
    ],
    ['a header without end', `X-Lang: ${'x'.repeat(300_000)}\r\n`, 'headerTooLarge'],
    ['a header of folded crumbs', `X-Lang: x\r\n${' x\r\n'.repeat(60_000)}`, 'headerTooLarge'],
    [
      'an author behind 100,000 groups',
      `Sender: x@y.example\r\nFrom: ${'a:'.repeat(100_000)}jan@burger.example;\r\n`,
      'severalAuthors',
    ],
  ])('lets a mail gain nothing by %s', async (_, head, why) => {
    const questions = dns.questions.length;
    const message = `From: Jan <jan@burger.example>\r\n${head}${mail().replace(/^From.*\r\n/u, '')}`;

    const { result: found, spent } = await processorTime(() => authenticate(message, smtp('127.0.0.3')));

    expect(found.dmarc).toMatchObject({ result: 'permerror', why });
    expect(failsDmarc(found)).toBe(true);
    expect(dns.questions.length - questions).toBeLessThan(10);
    expect(spent).toBeLessThan(2_000);
  });

  it('lets others have their turn while it verifies a body made to take minutes, and gives that up', async () => {
    const head = (await signed(mail())).split('\r\n\r\n')[0];
    let [longest, last] = [0, process.cpuUsage()];
    const watch = setInterval(() => {
      const { user, system } = process.cpuUsage(last);
      longest = Math.max(longest, (user + system) / 1_000);
      last = process.cpuUsage();
    }, 5);

    const { result: found, spent } = await processorTime(() =>
      authenticate(`${head}\r\n\r\n${' '.repeat(30_000_000)}`, smtp('127.0.0.3'), { work: 200 }),
    );
    clearInterval(watch);

    expect(found.dmarc).toMatchObject({ result: 'permerror', why: 'tooCostly' });
    expect(found.arc).toMatchObject({ why: 'tooCostly' });
    expect(spent).toBeLessThan(2_000);
    expect(longest).toBeLessThan(1_000);
  });

  it('bounds what a sender’s SPF makes it ask', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `n${n}.keten.example`,
        { TXT: [`v=spf1 include:n${n + 1}.keten.example -all`] },
      ]),
    );
    dns.set(chain);
    const questions = dns.questions.length;

    const { spf } = await authenticate(mail(), smtp('127.0.0.2', { envelopeFrom: 'jan@n0.keten.example' }));

    expect(spf.result).toBe('permerror');
    expect(dns.questions.length - questions).toBeLessThan(20);
  });

  it('takes a record that is longer than any real one for none', async () => {
    dns.set({ 'lang.example': { TXT: [`v=spf1 ${'ip4:127.0.0.2 '.repeat(1_000)}-all`] } });

    const { spf } = await authenticate(mail(), smtp('127.0.0.2', { envelopeFrom: 'jan@lang.example' }));

    expect(spf.result).toBe('none');
  });

  it('blames the store for a blob that cannot be read', async () => {
    const corrupt = new PermanentError('blob-corrupt', { message: 'The bytes differ.' });
    async function* broken() {
      yield Buffer.from(await signed(mail())).subarray(0, -5);
      throw corrupt;
    }
    const blobs = { stream: () => Readable.from(broken(), { objectMode: false }) };
    const check = authenticator({ blobs, dns: { servers: [dns.address] }, hostName: 'z.example', trustedServers: [] });

    const found = check.authenticate({ sha256: 'a', size: 1 }, { source: pop3, signal: AbortSignal.timeout(5_000) });

    await expect(found).rejects.toBe(corrupt);
  });

  it('stops when its caller does', async () => {
    const stop = new AbortController();
    stop.abort(new Error('the worker ends'));

    await expect(authenticate(mail(), pop3, { signal: stop.signal })).rejects.toThrow('the worker ends');
  });
});
