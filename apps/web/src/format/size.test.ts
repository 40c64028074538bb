import { expect, it } from 'vitest';
import { size } from './size.ts';

it.each([
  [999, '999 B'],
  [1400, '1,4 kB'],
  [48_211, '48 kB'],
  [1_400_000, '1,4 MB'],
])('%d bytes read as %s', (bytes, text) => {
  expect(size(bytes, 'nl')).toBe(text);
});

it('follows the language', () => {
  expect(size(1_400_000, 'en')).toBe('1.4 MB');
});
