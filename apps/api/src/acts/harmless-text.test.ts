import fc from 'fast-check';
import { expect, it } from 'vitest';
import { harmlessText } from './harmless-text.ts';

const shown = (text: string, most = 1_000) => harmlessText(text, most).text;

it('leaves ordinary text as it is, in any script', () => {
  const text = 'Beste gemeente,\n\n\tzie bijlage één: 政府 حكومة 🌳 & <b>"';

  expect(harmlessText(text, 1_000)).toEqual({ text, cut: false });
});

it.each([
  ['bidi', 'exe.\u202Efdp', 'exe.‹U+202E›fdp'],
  ['isolates', '\u2066a\u2069', '‹U+2066›a‹U+2069›'],
  ['nothing to see', 'pay\u200Bpal\u00AD', 'pay‹U+200B›pal‹U+00AD›'],
  ['terminal escapes', '\u001B[2J\u0007', '‹U+001B›[2J‹U+0007›'],
  ['tags beyond the first plane', 'a\u{E0041}', 'a‹U+E0041›'],
  ['half a character', 'a\uD83D', 'a\uFFFD'],
])('writes out %s', (_, text, written) => {
  expect(shown(text)).toBe(written);
});

it('has one kind of line end', () => {
  expect(shown('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd');
});

it('lets three accents stand on a letter, and writes out the others', () => {
  expect(shown(`e${'\u0301'.repeat(5)}`)).toBe('e\u0301\u0301\u0301‹U+0301›‹U+0301›');
});

it('says that there is more, and cuts no character in two', () => {
  expect(harmlessText('🌳🌳🌳', 3)).toEqual({ text: expect.stringMatching(/^🌳.?$/u), cut: true });
});

const characters = fc.oneof(
  fc.constantFrom('a', '\n', '\r', '\u202E', '\u0301', '\uD83D', '🌳', '\u{E0041}', '\0'),
  fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
);

it('never shows a character that moves text, and stays within bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 150 }), (text) => {
      const { text: seen } = harmlessText(text, 100);

      expect([/[^\P{C}\n\t]/u.test(seen), seen.length <= 100 * 11, seen.isWellFormed()]).toEqual([false, true, true]);
    }),
  );
});
