import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type BlobRef, type Blobs, quarantineReason, verdictFrom } from '@zaakpost/domain';
import { type ChildParser, childParser } from '@zaakpost/mail';
import { screening } from '@zaakpost/screening';
import { type Clamd, type DnsServer, eicar, type Rspamd, startClamd, startDns, startRspamd } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  encodedAsAWhole,
  nested,
  plain,
  signed,
  signedFile,
  tar,
  tnef,
  uuencoded,
  withFile,
  withFiles,
  zip,
} from './fixtures/containers.ts';

let parser: ChildParser;
let clamd: Clamd;
let rspamd: Rspamd;
let dns: DnsServer;
const blobs = memoryBlobs();

beforeAll(async () => {
  dns = await startDns();
  parser = childParser({ blobs, children: 1 });
  [clamd, rspamd] = await Promise.all([startClamd(), startRspamd({ dns })]);
});
afterAll(() => Promise.all([parser?.close(), clamd?.stop(), rspamd?.stop(), dns?.stop()]));

/** What the stage makes of a mail: its parser, and its scanners on the raw bytes and on every part. */
async function judge(mail: Buffer, rules: { programs?: 'quarantine' } = {}) {
  const raw = await blobs.put(mail);
  const signal = AbortSignal.timeout(150_000);
  const decoded = parser.parse(raw, { signal });
  const one = screening({
    ...{ blobs, rspamd, clamd, signatures: 'test', largestMail: 1_000_000 },
    attachments: {
      encrypted: 'quarantine',
      closed: 'quarantine',
      programs: 'allow',
      macros: 'allow',
      pages: 'allow',
      ...rules,
    },
  });
  const said = await one.judge(raw, { envelope: { from: null, recipient: null }, decoded, breaks: 0, signal });
  return { verdict: verdictFrom(said), decoded: await decoded };
}

const virus = Buffer.from(eicar());

it.each<[string, Buffer]>([
  ['attached', withFile(virus)],
  ['in a zip', withFile(zip(virus))],
  ['in a zip in a zip', withFile(zip(zip(virus)))],
  ['in a gzip', withFile(gzipSync(virus))],
  ['in a tar', withFile(tar(virus))],
  ['in a tar in a gzip', withFile(gzipSync(tar(virus)))],
  ['in an attachment of a forwarded mail', nested(withFile(virus))],
  ['in a zip of a mail forwarded twice', nested(nested(withFile(zip(virus))))],
  ['in a winmail.dat', withFile(tnef(virus), 'application/ms-tnef')],
  ['in a zip in a winmail.dat', withFile(tnef(zip(virus)), 'application/ms-tnef')],
  ['in a winmail.dat of a forwarded mail', nested(withFile(tnef(virus), 'application/ms-tnef'))],
  [
    'in a zip in a winmail.dat of a mail forwarded twice',
    nested(nested(withFile(tnef(zip(virus)), 'application/ms-tnef'))),
  ],
  ['in a mail that is attached as a file', withFile(withFile(virus))],
  ['in a signature that is called encrypted', signed(virus, 'application/pkcs7-mime; smime-type=enveloped-data')],
  ['in a signature that is called a file', signed(virus, 'application/octet-stream; name=smime.p7m')],
  ['in a signature in a winmail.dat', withFile(tnef(signedFile(virus), 'smime.p7m'), 'application/ms-tnef')],
  ['in parts that were encoded as a whole', encodedAsAWhole(virus)],
  ['uuencoded in the text', plain(uuencoded(virus))],
  ['uuencoded in the text of a forwarded mail', nested(plain(uuencoded(virus)))],
  ['in base64 without line breaks', withFile(virus, undefined, (text) => text.replaceAll('\r\n', ''))],
  ['in base64 with rubbish in it', withFile(virus, undefined, (text) => text.replace(/(.{5})/gu, '$1 !\r\n'))],
  ['in base64 that lacks its end', withFile(virus, undefined, (text) => text.replace(/=+\s*$/u, ''))],
  [
    'beside a hundred ordinary files',
    withFiles([...Array.from({ length: 100 }, (_, n) => Buffer.from(`${n}`)), virus]),
  ],
])('finds EICAR %s', async (_, mail) => {
  const { verdict } = await judge(mail);

  expect(quarantineReason(verdict)).toBe('virus');
});

it.each<[string, Buffer]>([
  ['a winmail.dat', withFile(tnef(virus), 'application/ms-tnef')],
  ['uuencoded text', plain(uuencoded(virus))],
])('has the part that was unpacked from %s scanned on its own', async (_, mail) => {
  const { verdict, decoded } = await judge(mail);

  const sha256 = createHash('sha256').update(virus).digest('hex');
  expect(decoded.attachments.map((part) => part.sha256)).toContain(sha256);
  expect(verdict.parts).toContainEqual(expect.objectContaining({ sha256, outcome: 'infected' }));
});

it('has the files of a forwarded mail scanned and judged on their own, and makes them no attachments of ours', async () => {
  const inner = withFiles([zip(zip(virus)), tar(Buffer.from('MZ\0\0 a program'))]);

  const { verdict, decoded } = await judge(nested(inner));

  expect(decoded.attachments).toMatchObject([{ contentType: 'message/rfc822' }]);
  expect(decoded.within?.map(({ sha256 }) => sha256)).toEqual(verdict.parts.slice(1).map(({ sha256 }) => sha256));
  expect(verdict.parts).toMatchObject([
    { filename: 'message.eml', outcome: 'infected' },
    { filename: 'message.eml/bijlage.bin', outcome: 'infected' },
    { filename: 'message.eml/bijlage.bin', outcome: 'clean' },
  ]);
});

it('judges the files of a forwarded mail by their kind', async () => {
  const { verdict } = await judge(nested(withFile(tar(Buffer.from(`MZ\0\0${'x'.repeat(99)}`)))), {
    programs: 'quarantine',
  });

  expect(verdict.policy).toMatchObject([{ filename: 'message.eml/bijlage.bin/bijlage.bin', kind: 'exe' }]);
  expect(quarantineReason(verdict)).toBe('attachmentType');
});

it('calls a zip 30 deep unscannable, raw and as a part', async () => {
  let deep: Buffer = virus;
  for (let level = 0; level < 30; level += 1) deep = zip(deep);

  const { verdict } = await judge(withFile(deep));

  expect(verdict.virus).toMatchObject({
    outcome: 'unscannable',
    signature: expect.stringContaining('Limits.Exceeded'),
  });
  expect(verdict.parts).toMatchObject([{ outcome: 'unscannable' }]);
  expect(quarantineReason(verdict)).toBe('unscannable');
});

it('calls none of them anything but clean when there is no virus', async () => {
  const text = Buffer.from('Plattegrond van de schuur');
  for (const mail of [withFile(zip(zip(text))), withFile(tnef(text), 'application/ms-tnef'), plain(uuencoded(text))]) {
    const { verdict } = await judge(mail);
    expect([verdict.virus.outcome, ...verdict.parts.map(({ outcome }) => outcome)]).not.toContain('infected');
    expect(quarantineReason(verdict)).toBeNull();
  }
});

function memoryBlobs(): Blobs {
  const kept = new Map<string, Buffer>();
  const found = ({ sha256 }: BlobRef) => kept.get(sha256) ?? Buffer.alloc(0);
  return {
    async put(source) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source instanceof Uint8Array ? [source] : source) chunks.push(Uint8Array.from(chunk));
      const bytes = Buffer.concat(chunks);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      kept.set(sha256, bytes);
      return { sha256, size: bytes.length };
    },
    read: async (ref) => found(ref),
    stream: (ref) => Readable.from([found(ref)], { objectMode: false }),
  };
}
