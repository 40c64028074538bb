import { expect, test } from 'vitest';
import { blocks } from './blocks.ts';

test('a text of the usual length is one block', () => {
  expect(blocks('')).toEqual(['']);
  expect(blocks('Geachte heer,\n\nDank u.')).toEqual(['Geachte heer,\n\nDank u.']);
  expect(blocks('a'.repeat(5_000))).toHaveLength(1);
});

test('a long text is cut at line ends, which are the cut', () => {
  const lines = Array.from({ length: 2_000 }, (_, n) => `regel ${n}`);
  const cut = blocks(lines.join('\n'));
  expect(cut.length).toBeGreaterThan(3);
  expect(cut.join('\n')).toBe(lines.join('\n'));
  expect(Math.max(...cut.map(({ length }) => length))).toBeLessThanOrEqual(5_000);
});

test('a paragraph without line ends is cut after a space', () => {
  const paragraph = 'woorden '.repeat(3_000);
  const cut = blocks(paragraph);
  expect(cut.join('')).toBe(paragraph);
  for (const block of cut.slice(0, -1)) expect(block.endsWith(' ')).toBe(true);
});

test('letters without end are cut anywhere but within a character', () => {
  const letters = `x${'😀'.repeat(20_000)}`;
  const cut = blocks(letters);
  expect(cut.join('')).toBe(letters);
  for (const block of cut) expect(block.isWellFormed()).toBe(true);
});

test('an empty line at a cut stays one', () => {
  const text = `${'a'.repeat(4_998)}\n\n${'b'.repeat(4_000)}`;
  expect(blocks(text).join('\n')).toBe(text);
});
