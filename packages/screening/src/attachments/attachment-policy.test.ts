import { expect, it } from 'vitest';
import { usualPolicy } from '../fixtures/mails.ts';
import { encryptedZip, zipOf } from '../probe-file.ts';
import { findingsIn } from './attachment-policy.ts';
import { Look } from './inside.ts';
import { kindsOf } from './kinds-of.ts';
import { TraitsWatch, traitsIn } from './traits.ts';

/** The traits of these bytes, seen in slices of `size`. */
async function traitsOf(bytes: Buffer, size = 1_000) {
  const watch = new TraitsWatch();
  async function* slices() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const passed: Uint8Array[] = [];
  for await (const slice of watch.watch(slices())) passed.push(slice);
  expect(Buffer.concat(passed).equals(bytes)).toBe(true);
  return watch.traits;
}

async function findings(
  filename: string | null,
  bytes: Buffer | string = 'tekst',
  contentType = 'application/octet-stream',
) {
  const whole = Buffer.from(bytes);
  const traits = await traitsOf(whole);
  const file = { filename, contentType, traits, size: whole.length, read: async () => whole };
  return findingsIn([...kindsOf(file, traits), ...(await new Look({ opensRar: true }).inside(file))], usualPolicy);
}

const short = async (filename: string | null, bytes?: Buffer | string, type?: string) =>
  (await findings(filename, bytes, type)).map(({ kind, action }) => `${kind} ${action}`);

it.each([
  'plan.pdf',
  'brief.docx',
  'begroting.xlsx',
  'foto.jpg',
  'afspraak.ics',
  'stukken.zip',
  'bericht.eml',
  'tekst.txt',
  null,
])('has nothing against %s', async (filename) => {
  expect(await findings(filename)).toEqual([]);
});

it.each([
  ['factuur.exe', 'exe quarantine'],
  ['factuur.pdf.EXE', 'exe quarantine'],
  ['factuur.js. . ', 'js quarantine'],
  ['scan.lnk', 'lnk quarantine'],
  ['schijf.iso', 'iso quarantine'],
  ['begroting.xlsm', 'xlsm flag'],
  ['pagina.html', 'html flag'],
])('knows %s by its name', async (filename, finding) => {
  expect(await short(filename)).toEqual([finding]);
});

const ole = (stream: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(3_000),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(3_000),
  ]);
const at = (place: number, mark: string) =>
  Buffer.concat([Buffer.alloc(place), Buffer.from(mark, 'latin1'), Buffer.alloc(600)]);

it.each<[string, Buffer | string, string]>([
  ['a Windows program', Buffer.from(`MZ\x90\0\x03${'\0'.repeat(80)}`, 'latin1'), 'exe quarantine'],
  ['a Linux program', '\x7fELF\x02', 'elf quarantine'],
  ['a shortcut', Buffer.from('4c0000000114020000000000', 'hex'), 'lnk quarantine'],
  ['a disk image', at(32_769, 'CD001'), 'iso quarantine'],
  ['a script', '#!/bin/sh\nrm -rf /\n', 'sh quarantine'],
  ['a page', '\n <!DOCTYPE html><html><script>', 'html flag'],
  ['a drawing', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">', 'svg flag'],
  ['an old Office file with macros', ole('_VBA_PROJECT'), 'vba flag'],
  ['a new Office file with macros', zipOf('word/vbaProject.bin', Buffer.from('x')), 'vba flag'],
])('knows %s by its bytes, whatever it is called', async (_, bytes, finding) => {
  expect(await short('document.txt', bytes)).toEqual([finding]);
});

it.each(['MZoek ik nog: een ambtenaar', '# titel', 'CD001', '<p>html</p>'])(
  'takes no text for a program: %s',
  async (text) => {
    expect(await findings('notitie.txt', text)).toEqual([]);
  },
);

it('knows a file by whichever of its names some program takes', () => {
  const file = { filename: 'a.txt', contentType: 'text/plain', aliases: ['b.txt', 'factuur.js', 'a.rdp'] };

  const kinds = kindsOf(file, traitsIn(Buffer.from('x')));

  expect(kinds.map(({ filename, kind }) => `${filename} ${kind}`)).toEqual(['factuur.js js', 'a.rdp rdp']);
});

it('knows an unnamed part by its type', async () => {
  expect(await short(null, 'x', 'application/x-msdownload')).toEqual(['exe quarantine']);
});

it('sees what a zip lists, and says where it is', async () => {
  const zip = zipOf('map/fac\u00ADtuur.js', Buffer.from('x'));

  expect(await findings('stukken.zip', zip)).toEqual([
    { rule: 'attachmentType', filename: 'stukken.zip/map/factuur.js', kind: 'js', action: 'quarantine' },
  ]);
});

it('sees the directory of a zip that is longer than what is kept of it', async () => {
  const zip = zipOf('factuur.js', Buffer.alloc(3_000_000, 'x'));

  expect((await findings('stukken.zip', zip))[0]).toMatchObject({ filename: 'stukken.zip/factuur.js' });
});

it('holds a zip back whose directory is longer than is read', async () => {
  const parts = ['factuur.exe', 'a.txt', 'b.txt'].map((name) => zipOf(name, Buffer.from('x')));
  const directory = parts.map((zip) => {
    const entry = Buffer.from(zip.subarray(zip.indexOf('PK\x01\x02'), -22));
    entry.writeUInt16LE(60_000, 32);
    return Buffer.concat([entry, Buffer.alloc(60_000, ' ')]);
  });
  const many = Buffer.concat([directory[0] as Buffer, ...Array(20).fill(directory[1])]);
  const end = Buffer.from((parts[0] as Buffer).subarray(-22));
  end.writeUInt32LE(many.length, 12);

  expect(await short('veel.zip', Buffer.concat([many, end]))).toContain('zip-unlisted quarantine');
});

it('says of a zip with a password that it cannot be scanned', async () => {
  expect(await findings('dossier.zip', encryptedZip())).toEqual([
    { rule: 'encryptedArchive', filename: 'dossier.zip', kind: 'zip', action: 'quarantine' },
  ]);
});

it('says so of an Office file with a password, wherever its bytes are cut', async () => {
  for (const size of [7, 512, 3_017]) {
    const traits = await traitsOf(ole('EncryptedPackage'), size);
    const found = findingsIn(
      kindsOf({ filename: 'brief.docx', contentType: 'application/msword' }, traits),
      usualPolicy,
    );

    expect(found).toEqual([{ rule: 'encryptedArchive', filename: 'brief.docx', kind: 'ole', action: 'quarantine' }]);
  }
});

it('keeps the gravest of many, so that nothing hides among them', async () => {
  const pages = Array.from({ length: 30 }, (_, n) => zipOf(`pagina-${n}.html`, Buffer.from('x')));
  const directories = [...pages, zipOf('virus.exe', Buffer.from('x'))].map((zip) =>
    zip.subarray(zip.indexOf('PK\x01\x02'), -22),
  );
  const size = directories.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt32LE(size, 12);

  const found = await findings('veel.zip', Buffer.concat([...directories, end]));

  expect(found).toHaveLength(20);
  expect(found[0]).toMatchObject({ filename: 'veel.zip/virus.exe', action: 'quarantine' });
});

it('reads no further than a broken zip goes', async () => {
  const zip = zipOf('factuur.js', Buffer.from('x'));
  for (let cut = 0; cut < zip.length; cut += 1) await findings('stukken.bin', zip.subarray(cut));
  for (let cut = 0; cut < zip.length; cut += 1) await findings('stukken.bin', zip.subarray(0, cut));
});

it('does what the installation wants', async () => {
  const traits = await traitsOf(Buffer.from('x'));
  const strict = { ...usualPolicy, pages: 'quarantine', programs: 'allow' } as const;
  const of = (filename: string) => findingsIn(kindsOf({ filename, contentType: 'text/plain' }, traits), strict);

  expect(of('pagina.html')).toMatchObject([{ action: 'quarantine' }]);
  expect(of('factuur.exe')).toEqual([]);
});
