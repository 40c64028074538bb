import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type BlobRef, megabytes } from '@zaakpost/domain';
import { type Clamd, type DnsServer, eicar, type Rspamd, startClamd, startDns, startRspamd } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nestedEicar } from './probe-file.ts';
import { screening } from './screening.ts';

let dns: DnsServer;
let rspamd: Rspamd;
let clamd: Clamd;

beforeAll(async () => {
  dns = await startDns();
  [rspamd, clamd] = await Promise.all([startRspamd({ dns }), startClamd({ settings: { StreamMaxLength: '24M' } })]);
});
afterAll(() => Promise.all([rspamd?.stop(), clamd?.stop(), dns?.stop()]));

/** Keeps the bytes under their hash, as the real store does. */
function stored(mail: string | Buffer) {
  const bytes = Buffer.from(mail);
  const raw: BlobRef = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  const blobs = { read: async () => bytes, stream: () => Readable.from(slices(bytes)) };
  return { raw, blobs };
}

function* slices(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

function judge(mail: string | Buffer, from: string | null = 'jansen@burger.example') {
  const { raw, blobs } = stored(mail);
  const options = { blobs, rspamd: { url: rspamd.url }, clamd, signatures: 'test' as const };
  const envelope = { from, recipient: 'post@gemeente.example' };
  return screening(options).judge(raw, { envelope, signal: AbortSignal.timeout(60_000) });
}

const head = (more = '') =>
  [
    'From: Jan Jansen <jansen@burger.example>',
    'To: Gemeente Voorbeeld <post@gemeente.example>',
    'Subject: Vraag over mijn parkeervergunning',
    // Rspamd holds a mail of days ago for less ordinary.
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${more.length}.vraag@burger.example>`,
    'MIME-Version: 1.0',
    ...(more ? [more] : []),
  ].join('\r\n');
const letter = 'Geachte heer of mevrouw,\r\n\r\nKan mijn vergunning een week langer lopen?\r\n\r\nJan Jansen\r\n';

function withAttachment(bytes: Buffer, filename: string): string {
  return [
    head('Content-Type: multipart/mixed; boundary="grens"'),
    '',
    '--grens',
    'Content-Type: text/plain; charset=utf-8',
    '',
    letter,
    '--grens',
    `Content-Type: application/octet-stream; name="${filename}"`,
    `Content-Disposition: attachment; filename="${filename}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(bytes.toString('base64').match(/.{1,76}/gu) ?? []),
    '--grens--',
    '',
  ].join('\r\n');
}

it('passes an ordinary Dutch mail, and binds the verdict to its bytes', async () => {
  const mail = `${head('Content-Type: text/plain; charset=utf-8')}\r\n\r\n${letter}`;

  const verdict = await judge(mail);

  expect(verdict.sha256).toBe(createHash('sha256').update(mail).digest('hex'));
  expect(verdict.virus).toEqual({
    outcome: 'clean',
    signature: null,
    scanner: expect.stringMatching(/^ClamAV \d/u),
    testSignaturesOnly: true,
  });
  expect(verdict.spam).toMatchObject({ action: 'no action', degraded: false });
  expect(verdict.spam.symbols.length).toBeGreaterThan(0);
});

it('rejects GTUBE', async () => {
  const gtube = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL', '*C.34X'].join('');

  const { spam, virus } = await judge(`${head()}\r\n\r\n${gtube}\r\n`);

  expect(spam).toMatchObject({ action: 'reject', symbols: expect.arrayContaining(['GTUBE']) });
  expect(virus.outcome).toBe('clean');
});

it.each([
  ['attached', withAttachment(Buffer.from(eicar()), 'factuur.com')],
  ['in a zip in a zip', withAttachment(nestedEicar(2), 'factuur.zip')],
  [
    'in a forwarded mail',
    `${head('Content-Type: message/rfc822')}\r\n\r\n${withAttachment(Buffer.from(eicar()), 'factuur.com')}`,
  ],
])('finds EICAR %s', async (_, mail) => {
  const { virus } = await judge(mail);

  expect(virus).toMatchObject({ outcome: 'infected', signature: expect.stringContaining('Eicar') });
});

it('does not call clean what lies deeper than clamd looks', async () => {
  const { virus } = await judge(withAttachment(nestedEicar(30), 'diep.zip'));

  expect(virus).toMatchObject({ outcome: 'unscannable', signature: expect.stringContaining('Limits.Exceeded') });
});

it('streams a large mail to both', async () => {
  const { spam, virus } = await judge(withAttachment(Buffer.alloc(megabytes(8), 'gemeente'), 'plan.bin'));

  expect(virus.outcome).toBe('clean');
  expect(spam.action).toBe('no action');
});

it('does not call clean what is larger than clamd takes', async () => {
  const { virus } = await judge(withAttachment(Buffer.alloc(megabytes(24), 'gemeente'), 'plan.bin'));

  expect(virus).toMatchObject({ outcome: 'unscannable', signature: 'StreamMaxLength' });
});

it('tells Rspamd the envelope, unless Rspamd would hold it against the mail', async () => {
  const mail = `${head()}\r\n\r\n${letter}`;
  const symbols = async (from: string | null) => (await judge(mail, from)).spam.symbols;

  expect(await symbols('piet@elders.example')).toContain('FORGED_SENDER');
  expect(await symbols('jansen@burger.example')).not.toContain('FORGED_SENDER');
  expect(await symbols('renée@burger.example')).toEqual(await symbols(null));
});

it('lets only the mail wait that is larger than Rspamd takes', async () => {
  const judged = judge(`${head()}\r\n\r\n${'gemeente '.repeat(megabytes(6))}`);

  await expect(judged).rejects.toMatchObject({ scope: 'thing', code: 'rspamd-away' });
});

it('reports each scanner to the health page, and refuses to judge while one is away', async () => {
  const { raw, blobs } = stored(`${head()}\r\n\r\n${letter}`);
  const one = screening({ blobs, rspamd: { url: rspamd.url }, clamd, signatures: 'test' });
  const judged = () =>
    one.judge(raw, { envelope: { from: null, recipient: null }, signal: AbortSignal.timeout(30_000) });
  await judged();

  await clamd.kill();

  await expect(judged()).rejects.toMatchObject({ code: 'clamd-away', scope: 'stage' });
  expect(await one.probe()).toMatchObject([
    { scanner: 'rspamd', up: true },
    { scanner: 'clamd', up: false, code: 'clamd-away' },
  ]);
  await clamd.restart();
  expect((await judged()).virus.outcome).toBe('clean');

  await rspamd.kill();

  await expect(judged()).rejects.toMatchObject({ code: 'rspamd-away', scope: 'stage' });
  await rspamd.restart();
  expect((await judged()).spam.action).toBe('no action');
});

it('gives no verdict when a scanner is stopped in the middle of a mail', async () => {
  for (const [scanner, code] of [
    [clamd, 'clamd-away'],
    [rspamd, 'rspamd-away'],
  ] as const) {
    const { raw, blobs } = stored(withAttachment(Buffer.alloc(megabytes(8), 'gemeente'), 'plan.bin'));
    const stream = () =>
      Readable.from(
        (async function* () {
          let sent = 0;
          for await (const slice of blobs.stream()) {
            yield slice;
            if (++sent === 20) await scanner.kill();
          }
        })(),
      );
    const one = screening({ blobs: { ...blobs, stream }, rspamd: { url: rspamd.url }, clamd, signatures: 'test' });

    const judged = one.judge(raw, { envelope: { from: null, recipient: null }, signal: AbortSignal.timeout(30_000) });

    await expect(judged).rejects.toMatchObject({ name: 'UnavailableError', code, scope: 'stage' });
    await scanner.restart();
  }
});

it('is not satisfied with test signatures where real ones are required', async () => {
  const { raw, blobs } = stored(`${head()}\r\n\r\n${letter}`);
  const strict = screening({ blobs, rspamd: { url: rspamd.url }, clamd, signatures: 'required' });

  const judged = strict.judge(raw, { envelope: { from: null, recipient: null }, signal: AbortSignal.timeout(30_000) });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-unfit', message: expect.stringContaining('freshclam') });
});

it('finds a clamd unfit that passes what it did not look at', async () => {
  const lax = await startClamd({ settings: { AlertExceedsMax: 'no' } });
  try {
    const { blobs } = stored('');
    const [, health] = await screening({ blobs, rspamd, clamd: lax, signatures: 'test' }).probe();

    expect(health).toMatchObject({
      up: false,
      code: 'clamd-unfit',
      problem: expect.stringContaining('AlertExceedsMax'),
    });
  } finally {
    await lax.stop();
  }
});
