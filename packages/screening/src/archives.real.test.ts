import { gzipSync, zstdCompressSync } from 'node:zlib';
import { quarantineReason, verdictFrom } from '@zaakpost/domain';
import { type Clamd, type DnsServer, eicar, type Rspamd, startClamd, startDns, startRspamd } from '@zaakpost/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cabinet, eicarInBzip2, packedZip, sevenZip, tarOf, xz } from './fixtures/archives.ts';
import { compoundFile, isoWith, pageWith, pdfWith } from './fixtures/documents.ts';
import { keeping, partOf, refTo, usual, withAttachment } from './fixtures/mails.ts';
import { eicarInRar4, eicarInRar5, zipOf } from './probe-file.ts';
import { screening } from './screening.ts';

let dns: DnsServer;
let rspamd: Rspamd;
let clamd: Clamd;
beforeAll(async () => {
  dns = await startDns();
  [rspamd, clamd] = await Promise.all([startRspamd({ dns }), startClamd()]);
});
afterAll(() => Promise.all([rspamd?.stop(), clamd?.stop(), dns?.stop()]));

/** What is said of a mail with this file, whose kind is allowed: what is found, clamd found. */
async function judge(filename: string, bytes: Buffer) {
  const raw = Buffer.from(withAttachment(bytes, filename));
  const one = screening({
    ...{ ...usual, blobs: keeping(raw, bytes), rspamd: { url: rspamd.url }, clamd },
    attachments: { ...usual.attachments, programs: 'allow', pages: 'allow' },
  });
  const decoded = Promise.resolve({ outcome: 'ok' as const, attachments: [partOf(bytes, filename)] });
  const envelope = { from: null, recipient: null };
  return verdictFrom(
    await one.judge(refTo(raw), { envelope, decoded, breaks: 0, signal: AbortSignal.timeout(150_000) }),
  );
}

const virus = Buffer.from(eicar());

describe('EICAR', () => {
  it.each<[string, string, Buffer]>([
    ['a 7z', 'stukken.7z', sevenZip('factuur.com', virus)],
    ['an xz', 'factuur.xz', xz(virus)],
    ['a tar in an xz in a zip', 'stukken.zip', zipOf('stukken.xz', xz(virus))],
    ['a bzip2', 'factuur.bz2', eicarInBzip2()],
    ['a cabinet', 'stukken.cab', cabinet('factuur.com', virus)],
    ['a PDF', 'brief.pdf', pdfWith(virus)],
    ['a PDF in a tar in a gzip', 'stukken.tgz', gzipSync(tarOf({ 'brief.pdf': pdfWith(virus) }))],
    ['an older Office file', 'brief.doc', compoundFile('\x01Ole10Native', virus)],
    ['a message of Outlook', 'bericht.msg', compoundFile('__substg1.0_37010102', virus)],
    [
      'a newer Office file',
      'brief.docx',
      zipOf('word/embeddings/oleObject1.bin', compoundFile('\x01Ole10Native', virus)),
    ],
    ['a disk image', 'schijf.iso', isoWith('FACTUUR.COM', virus)],
    ['an address within a page', 'factuur.html', pageWith(virus)],
  ])('is found in %s, raw and as a part', async (_, filename, bytes) => {
    const { virus: raw, parts } = await judge(filename, bytes);

    expect(raw).toMatchObject({ outcome: 'infected', signature: expect.stringContaining('Eicar') });
    expect(parts).toMatchObject([{ outcome: 'infected', signature: expect.stringContaining('Eicar') }]);
  });

  // Debian's clamd calls these clean.
  it.each<[string, string, Buffer]>([
    ['a RAR', 'stukken.rar', eicarInRar5()],
    ['a RAR of an old version', 'stukken.rar', eicarInRar4()],
    ['a RAR that is called otherwise', 'stukken.dat', eicarInRar5()],
    ['a RAR in a zip', 'stukken.zip', packedZip('stukken.rar', eicarInRar5())],
    ['a RAR in a zip that is called a picture', 'stukken.zip', packedZip('foto.jpg', eicarInRar5())],
    ['a zip in PPMd', 'stukken.zip', packedZip('factuur.com', virus, Buffer.from(PPMD, 'base64'), 98)],
    ['a zstd', 'factuur.zst', zstdCompressSync(virus)],
  ])('is not called clean in %s', async (_, filename, bytes) => {
    expect(['virus', 'unscannable']).toContain(quarantineReason(await judge(filename, bytes)));
  });
});

/** EICAR as `7zz a -tzip -mm=PPMd` packs it. */
const PPMD = 'BwBX3G5Sfq5ETzXTcwW5NjN0P27sZOFSyBRzFSXX+KMXwvjen1D63bhLJ8A0cY0+lN1wsLus4AIRZOyLUpG7uP4WAA==';

it('has nothing against archives of ordinary files', async () => {
  const plan = Buffer.from('plattegrond');
  for (const [filename, bytes] of [
    ['stukken.zip', zipOf('map.zip', zipOf('plan.txt', plan))],
    ['stukken.tar.gz', gzipSync(tarOf({ 'plan.txt': plan }))],
    ['plan.txt.gz', gzipSync(plan)],
    ['brief.pdf', pdfWith(plan)],
    ['brief.docx', zipOf('word/document.xml', plan)],
  ] as const) {
    expect(quarantineReason(await judge(filename, bytes)), filename).toBeNull();
  }
});
