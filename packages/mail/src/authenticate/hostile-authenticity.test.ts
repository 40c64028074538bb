import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { failsDmarc, type InboundSource, PermanentError } from '@zaakpost/domain';
import { freePort, processorTime, startDns } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { authenticate, dns, mail, others, pop3, signed, smtp } from './authenticator.fixture.ts';
import { authenticator } from './authenticator.ts';

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
