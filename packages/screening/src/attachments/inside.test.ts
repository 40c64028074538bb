import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { megabytes } from '@zaakpost/domain';
import { processorTime } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { cabinet, eicarInBzip2, packedZip, sevenZip, tarOf, xz, zipOfAll } from '../fixtures/archives.ts';
import { lyingAs, namedGzip, paxNamed, renamed, sparse } from '../fixtures/misnamed-archives.ts';
import { eicarInRar4, eicarInRar5, encryptedZip, zipOf } from '../probe-file.ts';
import { findings } from './inside.fixture.ts';
import { Look } from './inside.ts';
import { extensionOf } from './kinds.ts';
import { traitsIn } from './traits.ts';

const text = Buffer.from('tekst');
const nested = (depth: number, inner: Buffer): Buffer =>
  depth === 0 ? inner : zipOf(`${depth}.zip`, nested(depth - 1, inner));
const oldOffice = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('..._VBA_PROJECT...', 'utf16le')]);

describe('a forbidden file', () => {
  const program = zipOf('factuur.exe', text);

  it.each<[string, string, Buffer, string]>([
    ['a zip in a zip', 'a.zip', zipOf('b.zip', program), 'a.zip/b.zip/factuur.exe: exe quarantine'],
    ['a packed zip in a zip', 'a.zip', packedZip('b.zip', program), 'a.zip/b.zip/factuur.exe: exe quarantine'],
    [
      'the third zip',
      'a.zip',
      zipOf('b.zip', zipOf('c.zip', program)),
      'a.zip/b.zip/c.zip/factuur.exe: exe quarantine',
    ],
    ['a zip without a name', 'a.zip', zipOf('.zip', program), 'a.zip/.zip/factuur.exe: exe quarantine'],
    ['a tar', 'a.tar', tarOf({ 'map/x.js': text }), 'a.tar/map/x.js: js quarantine'],
    ['a tar in a gzip', 'a.tgz', gzipSync(tarOf({ 'x.js': text })), 'a.tgz/a.tar/x.js: js quarantine'],
    ['a gzip', 'factuur.js.gz', gzipSync(text), 'factuur.js.gz/factuur.js: js quarantine'],
    ['a RAR', 'a.rar', eicarInRar5(), 'a.rar/probe.com: com quarantine'],
    ['a RAR of an old version', 'a.rar', eicarInRar4(), 'a.rar/probe.com: com quarantine'],
    ['a RAR in a zip', 'a.zip', zipOf('b.rar', eicarInRar5()), 'a.zip/b.rar/probe.com: com quarantine'],
  ])('is seen in %s', async (_, filename, bytes, finding) => {
    expect(await findings(filename, bytes)).toEqual([finding]);
  });

  it.each<[string, string, Buffer, string[]]>([
    ['a zip in a field for it', 'a.zip', renamed('a.txt', 'x.js'), ['a.zip/x.js: js quarantine']],
    ['a zip before a NUL', 'a.zip', zipOf('x.js\0.txt', text), ['a.zip/x.js: js quarantine']],
    ['a zip where it lies', 'a.zip', lyingAs('a.txt', 'ab.js'), ['a.zip: closedArchive zip-names quarantine']],
    ['a gzip', 'a.txt.gz', namedGzip('x.js'), ['a.txt.gz/x.js: js quarantine']],
    ['a tar, the last of two', 'a.tar', paxNamed('a.txt', 'x.js'), ['a.tar/x.js: js quarantine']],
  ])('is seen by its other name, in %s', async (_, filename, bytes, expected) => {
    expect(await findings(filename, bytes)).toEqual(expected);
  });

  it('is seen in a tar as a kind of file that few know', async () => {
    expect(await findings('a.tar', sparse(tarOf({ 'x.js': text })))).toEqual(['a.tar/x.js: js quarantine']);
  });

  it('may stand behind an end of a tar that is none', async () => {
    const bytes = Buffer.concat([tarOf({ 'a.txt': text }).subarray(0, 1_536), tarOf({ 'x.js': text })]);

    expect(await findings('a.tar', bytes)).toEqual(['a.tar: closedArchive tar quarantine']);
  });

  it('is seen in what is a tar and a zip at once, as both', async () => {
    expect(await findings('a.tar.gz', gzipSync(tarOf({ 'b.zip': program })))).toEqual([
      'a.tar.gz/a.tar/factuur.exe: exe quarantine',
      'a.tar.gz/a.tar/b.zip/factuur.exe: exe quarantine',
    ]);
  });

  it('is known by its bytes in a tar, whatever it is called', async () => {
    const bytes = Buffer.from(`MZ\x90\0${'\0'.repeat(80)}`, 'latin1');

    expect(await findings('a.tar', tarOf({ 'foto.jpg': bytes }))).toEqual(['a.tar/foto.jpg: exe quarantine']);
  });

  it.each<[string, Buffer, string]>([
    ['a program', Buffer.from(`MZ\x90\0${'\0'.repeat(80)}`, 'latin1'), 'exe quarantine'],
    ['a long program', Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), randomBytes(50_000)]), 'exe quarantine'],
    ['a page', Buffer.from('<html>tekst'), 'html flag'],
    ['a disk image', Buffer.concat([Buffer.alloc(32_769), Buffer.from('CD001')]), 'iso quarantine'],
    ['an Office file', oldOffice, 'vba flag'],
    ['a 7z', sevenZip('x.txt', text), 'closedArchive 7z quarantine'],
    ['a cut RAR', eicarInRar5().subarray(0, 60), 'closedArchive rar quarantine'],
  ])('is known by its bytes in a zip, whatever it is called: %s', async (_, bytes, finding) => {
    for (const zip of [zipOf('foto.jpg', bytes), packedZip('foto.jpg', bytes)]) {
      expect(await findings('a.zip', zip)).toContain(`a.zip/foto.jpg: ${finding}`);
    }
    expect(await findings('a.zip', zipOf('b', zipOf('foto.jpg', bytes)))).toContain(`a.zip/b/foto.jpg: ${finding}`);
  });

  it('is seen in an archive in a zip, whatever that is called', async () => {
    expect(await findings('a.zip', packedZip('foto.jpg', program))).toEqual([
      'a.zip/foto.jpg/factuur.exe: exe quarantine',
    ]);
  });

  it('is seen beside others, behind what was put before the zip', async () => {
    const zip = zipOfAll({ 'lees.txt': text, 'b.zip': program, 'c.txt': text });

    expect(await findings('a.bin', Buffer.concat([Buffer.from('junk'), zip]))).toEqual([
      'a.bin/b.zip/factuur.exe: exe quarantine',
    ]);
  });
});

it('sees macros in Office files within archives', async () => {
  expect(await findings('a.zip', zipOf('brief.doc', oldOffice))).toEqual(['a.zip/brief.doc: vba flag']);
  expect(await findings('a.zip', zipOf('b.docx', zipOf('word/vbaProject.bin', text)))).toEqual([
    'a.zip/b.docx: vba flag',
  ]);
});

it('says of an archive in an archive that it asks for a password', async () => {
  expect(await findings('a.zip', zipOf('b.zip', encryptedZip()))).toEqual([
    'a.zip/b.zip: encryptedArchive zip quarantine',
  ]);
});

describe('an archive that cannot be looked into', () => {
  it.each<[string, Buffer, string]>([
    ['a.7z', sevenZip('x.txt', text), 'a.7z: closedArchive 7z quarantine'],
    ['a.dat', sevenZip('x.txt', text), 'a.dat: closedArchive 7z quarantine'],
    ['a.xz', xz(text), 'a.xz: closedArchive xz quarantine'],
    ['a.bz2', eicarInBzip2(), 'a.bz2: closedArchive bz2 quarantine'],
    ['a.cab', cabinet('x.txt', text), 'a.cab: closedArchive cab quarantine'],
    ['a.ace', text, 'a.ace: closedArchive ace quarantine'],
    ['a.zip', zipOf('b.7z', sevenZip('x', text)), 'a.zip/b.7z: closedArchive 7z quarantine'],
    ['a.zip', packedZip('x.txt', text, text, 93), 'a.zip: closedArchive zip-method quarantine'],
    ['a.zip', packedZip('x.txt', text, text, 12), 'a.zip/x.txt: closedArchive zip-unread quarantine'],
    ['a.zip', packedZip('x.txt', text, Buffer.of(7)), 'a.zip/x.txt: closedArchive zip-unread quarantine'],
    ['a.zip', packedZip('b.zip', text, text, 12), 'a.zip/b.zip: closedArchive zip quarantine'],
    ['a.zip', Buffer.concat([Buffer.from('PK\x03\x04'), text]), 'a.zip: closedArchive zip quarantine'],
    ['a.gz', gzipSync(text).subarray(0, -9), 'a.gz: closedArchive gz quarantine'],
    ['a.tar', tarOf({ 'x.txt': text }).subarray(0, 514), 'a.tar: closedArchive tar quarantine'],
  ])('is kept back: %s', async (filename, bytes, finding) => {
    expect(await findings(filename, bytes)).toEqual([finding]);
  });

  it('is one that lies deeper than is looked', async () => {
    expect(await findings('0.zip', nested(5, zipOf('x.txt', text)))).toEqual([]);
    expect(await findings('0.zip', nested(5, zipOf('foto.jpg', eicarInRar5())))).toMatchObject([
      expect.stringContaining('foto.jpg: closedArchive rar quarantine'),
    ]);
    expect(await findings('0.zip', nested(7, zipOf('factuur.exe', text)))).toMatchObject([
      expect.stringContaining('closedArchive zip quarantine'),
    ]);
  });

  it.each<[string, (zip: Buffer, end: number) => void]>([
    ['where its directory begins', (zip, end) => zip.writeUInt32LE(zip.readUInt32LE(end + 12) - 57, end + 12)],
    ['how many files it lists', (zip, end) => zip.writeUInt16LE(1, end + 10)],
  ])('is kept back where its end lies about %s', async (_, lie) => {
    const zip = zipOfAll({ 'factuur.exe': text, 'a.txt': text });

    expect(await findings('a.zip', zip)).toEqual(['a.zip/factuur.exe: exe quarantine']);
    lie(zip, zip.length - 22);
    expect(await findings('a.zip', zip)).toContain('a.zip: closedArchive zip-unlisted quarantine');
  });

  it('is kept back where it names more files than are looked at', async () => {
    const zip = zipOf('x.txt', text);
    const many = Buffer.concat(Array.from({ length: 9_000 }, () => zip.subarray(zip.indexOf('PK\x01\x02'), -22)));
    const end = Buffer.from(zip.subarray(-22));
    end.writeUInt32LE(many.length, 12);
    const inner = Buffer.concat([zip.subarray(0, zip.indexOf('PK\x01\x02')), many, end]);

    const found = await findings('a.zip', zipOfAll({ 'b.zip': inner, 'c.zip': inner, 'd.zip': inner, 'e.zip': inner }));

    expect(found).toContain('a.zip/e.zip: closedArchive zip-unlisted quarantine');
  });

  it('holds nobody up by the names that it lists', async () => {
    const name = `x${' '.repeat(998)}x`;
    const tar = tarOf(Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`${n}`, text])));

    const { spent } = await processorTime(async () => {
      for (let n = 0; n < 20_000; n += 1) extensionOf(name);
      await findings('a.tar', tar);
    });

    expect(extensionOf(`${name}.exe . .`)).toBe('exe');
    expect(spent).toBeLessThan(5_000);
  });

  it.each<[string, Buffer]>([
    ['a.rar', Buffer.concat([text, eicarInRar5()])],
    ['b.zip', zipOf('a.rar', Buffer.concat([text, eicarInRar4()]))],
  ])('is kept back where something stands before a RAR (%s)', async (filename, bytes) => {
    expect(await findings(filename, bytes)).toEqual([expect.stringMatching(/a\.rar: closedArchive rar quarantine$/u)]);
  });

  it('is a RAR where clamd has not shown that it opens them', async () => {
    const found = await findings('a.rar', eicarInRar5(), { opensRar: false });

    expect(found).toContain('a.rar: closedArchive rar quarantine');
  });

  it('is a RAR that is cut off, or that keeps its list under a password', async () => {
    const cut = await findings('a.rar', eicarInRar5().subarray(0, 60));
    const locked = Buffer.concat([eicarInRar5().subarray(0, 8), Buffer.from([0, 0, 0, 0, 2, 4, 0])]);

    expect(cut).toContain('a.rar: closedArchive rar quarantine');
    expect(await findings('a.rar', locked)).toEqual(['a.rar: encryptedArchive rar quarantine']);
  });

  it('is one of more than is unpacked', async () => {
    const bomb = packedZip('b.zip', Buffer.alloc(megabytes(60)));

    expect(await findings('a.zip', bomb)).toEqual(['a.zip/b.zip: closedArchive zip quarantine']);
    expect(await findings('a.gz', gzipSync(Buffer.alloc(megabytes(60))))).toEqual([
      'a.gz: closedArchive gz quarantine',
    ]);
  });

  it('is the rest of very many', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_010 }, (_, n) => [`${n}.zip`, zipOf('x.txt', text)]));

    expect(await findings('a.zip', zipOfAll(many))).toHaveLength(10);
  });
});

it('is not read whole where nothing in it has to be unpacked, nor where it is too large', async () => {
  const read = async () => expect.unreachable('it was read');
  const look = (filename: string, bytes: Buffer, size = bytes.length) =>
    new Look({ opensRar: true }).inside({ filename, contentType: '', traits: traitsIn(bytes), size, read });

  expect(await look('brief.docx', zipOf('word/document.xml', text))).toEqual([]);
  expect(await look('foto.jpg', text)).toEqual([]);
  expect(await look('a.gz', gzipSync(text), megabytes(30))).toMatchObject([{ rule: 'closedArchive' }]);
  expect(await look('a.zip', zipOf('b.zip', text), megabytes(30))).toContainEqual(
    expect.objectContaining({ filename: 'a.zip/b.zip', rule: 'closedArchive' }),
  );
});

it('ends on whatever is cut off or changed', async () => {
  const samples = [
    eicarInRar4(),
    eicarInRar5(),
    tarOf({ 'b.zip': zipOf('x', text) }),
    zipOf('b.zip', zipOf('x', text)),
  ];
  for (const sample of samples) {
    for (let at = 0; at < sample.length; at += 3) {
      await findings('a', sample.subarray(0, at));
      const changed = Buffer.from(sample);
      changed.fill(0xff, at, Math.min(at + 3, sample.length));
      await findings('a', changed);
    }
  }
});
