import { failsDmarc } from '@zaakpost/domain';
import { sealMessage } from 'mailauth/lib/arc/index.js';
import { describe, expect, it } from 'vitest';
import { authenticate, good, mail, pop3, signed, smtp, weak } from './authenticator.fixture.ts';

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
