import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { megabytes } from '@zaakpost/domain';
import { type Clamd, type DnsServer, eicar, type Rspamd, startClamd, startDns, startRspamd } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { head, keeping, letter, partOf, refTo, usual, withAttachment } from './fixtures/mails.ts';
import { encryptedZip, nestedEicar } from './probe-file.ts';
import { screening } from './screening.ts';

let dns: DnsServer;
let rspamd: Rspamd;
let clamd: Clamd;

beforeAll(async () => {
  dns = await startDns();
  [rspamd, clamd] = await Promise.all([startRspamd({ dns }), startClamd({ settings: { StreamMaxLength: '24M' } })]);
});
afterAll(() => Promise.all([rspamd?.stop(), clamd?.stop(), dns?.stop()]));

const noParts = Promise.resolve({ outcome: 'ok' as const, attachments: [] });

/** The raw mail in a store, and a screening that reads it there. */
function stored(mail: string | Buffer, ...parts: Buffer[]) {
  const bytes = Buffer.from(mail);
  return { raw: refTo(bytes), blobs: keeping(bytes, ...parts) };
}

function judge(mail: string | Buffer, { from = 'jansen@burger.example', parts = [] }: Partial<Given> = {}) {
  const { raw, blobs } = stored(mail, ...parts.map(([, bytes]) => bytes));
  const envelope = { from, recipient: 'post@gemeente.example' };
  const attachments = parts.map(([filename, bytes]) => partOf(bytes, filename));
  return screening({ ...usual, blobs, rspamd: { url: rspamd.url }, clamd }).judge(raw, {
    ...{
      envelope,
      breaks: 0,
      decoded: Promise.resolve({ outcome: 'ok' as const, attachments }),
      signal: AbortSignal.timeout(150_000),
    },
  });
}

interface Given {
  from: string | null;
  parts: [filename: string, bytes: Buffer][];
}

const nobody = { from: null, recipient: null };

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
  const symbols = async (from: string | null) => (await judge(mail, { from })).spam.symbols;

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
  const one = screening({ ...usual, blobs, rspamd: { url: rspamd.url }, clamd });
  const judged = () =>
    one.judge(raw, { envelope: nobody, decoded: noParts, breaks: 0, signal: AbortSignal.timeout(150_000) });
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
          for await (const slice of blobs.stream(raw)) {
            yield slice;
            if (++sent === 20) await scanner.kill();
          }
        })(),
      );
    const one = screening({ ...usual, blobs: { ...blobs, stream }, rspamd: { url: rspamd.url }, clamd });

    const judged = one.judge(raw, {
      envelope: nobody,
      decoded: noParts,
      breaks: 0,
      signal: AbortSignal.timeout(150_000),
    });

    await expect(judged).rejects.toMatchObject({ name: 'UnavailableError', code, scope: 'stage' });
    await scanner.restart();
  }
});

it('is not satisfied with test signatures where real ones are required', async () => {
  const { raw, blobs } = stored(`${head()}\r\n\r\n${letter}`);
  const strict = screening({ ...usual, blobs, rspamd: { url: rspamd.url }, clamd, signatures: 'required' });

  const judged = strict.judge(raw, {
    envelope: nobody,
    decoded: noParts,
    breaks: 0,
    signal: AbortSignal.timeout(150_000),
  });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-unfit', message: expect.stringContaining('freshclam') });
});

it.each([
  ['AlertExceedsMax', 'no'],
  ['AlertEncrypted', 'no'],
  ['StreamMaxLength', '19M'],
])('finds a clamd unfit that has %s %s', async (name, value) => {
  const lax = await startClamd({ settings: { [name]: value } });
  try {
    const [, health] = await screening({ ...usual, blobs: keeping(), rspamd, clamd: lax }).probe();

    expect(health).toMatchObject({ up: false, code: 'clamd-unfit', problem: expect.stringContaining(name) });
  } finally {
    await lax.stop();
  }
});

it('scans each part on its own, equal ones too, and names them in the order of the mail', async () => {
  const [plan, virus] = [Buffer.from('plattegrond'), Buffer.from(eicar())];

  const { parts, virus: raw } = await judge(`${head()}\r\n\r\n${letter}`, {
    parts: [
      ['plan.txt', plan],
      ['factuur.txt', virus],
      ['plan.txt', plan],
    ],
  });

  expect(raw.outcome).toBe('clean');
  expect(parts).toEqual([
    { ordinal: 0, filename: 'plan.txt', ...refTo(plan), ...said('clean', null) },
    { ordinal: 1, filename: 'factuur.txt', ...refTo(virus), ...said('infected', expect.stringContaining('Eicar')) },
    { ordinal: 2, filename: 'plan.txt', ...refTo(plan), ...said('clean', null) },
  ]);
});

const said = (outcome: string, signature: unknown) => ({
  ...{ contentType: 'application/octet-stream', outcome, signature },
});

it('calls unscannable what asks for a password, and finds a virus beside it all the same', async () => {
  const locked = withAttachment(encryptedZip(), 'dossier.zip');
  const virus = withAttachment(Buffer.from(eicar()), 'factuur.com').split(`${letter}\r\n`)[1] ?? '';
  const beside = locked.replace('--grens--\r\n', virus);

  const alone = await judge(locked, { parts: [['dossier.zip', encryptedZip()]] });
  const both = await judge(beside, { parts: [['dossier.zip', encryptedZip()]] });

  expect(alone.virus).toMatchObject({ outcome: 'unscannable', signature: 'Heuristics.Encrypted.Zip' });
  expect(alone.parts[0]).toMatchObject({ outcome: 'unscannable', signature: 'Heuristics.Encrypted.Zip' });
  expect(alone.policy).toEqual([
    { rule: 'encryptedArchive', filename: 'dossier.zip', kind: 'zip', action: 'quarantine' },
  ]);
  expect(both.virus).toMatchObject({ outcome: 'infected', signature: expect.stringContaining('Eicar') });
});

it('tells of a password that is asked for where no part shows it', async () => {
  const { policy } = await judge(withAttachment(encryptedZip(), 'dossier.zip'));

  expect(policy).toEqual([{ rule: 'encryptedArchive', filename: null, kind: 'zip', action: 'quarantine' }]);
});
