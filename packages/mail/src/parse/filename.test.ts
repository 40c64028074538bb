import { expect, test } from 'vitest';
import { safeFilename } from './filename.ts';

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\a.exe', 'a.exe'],
  ['a\0b\r\n.pdf', 'ab.pdf'],
  ['factuur\u202Efdp.exe', 'factuurfdp.exe'],
  ['<b>"x".html', '_b__x_.html'],
  ['  .verborgen. ', 'verborgen'],
  ['con.txt', '_con.txt'],
  ['Besluit café (1).pdf', 'Besluit café (1).pdf'],
])('%j becomes %j', (sent, safe) => {
  expect(safeFilename(sent)).toBe(safe);
});

test.each(['', '..', '/', 'a/', '\u202E'])('of %j nothing is left', (sent) => {
  expect(safeFilename(sent)).toBeNull();
});

test('a name of 4 kB is cut to 200 characters and keeps its extension', () => {
  const name = safeFilename(`${'é'.repeat(4_000)}.pdf`);

  expect(name).toHaveLength(200);
  expect(name).toMatch(/é\.pdf$/u);
});
