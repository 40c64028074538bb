import { expect, test } from 'vitest';
import { unflowed } from './flowed.ts';

test('lines that end in a space go on in the next, those of another depth do not', () => {
  expect(unflowed('een \ntwee\ndrie\n> vier \n> vijf\n>> zes \n> zeven\n', false)).toBe(
    'een twee\ndrie\n> vier vijf\n>> zes\n> zeven\n',
  );
});

test('with DelSp the space was put there for the wrapping and goes', () => {
  expect(unflowed('fiet \ns', true)).toBe('fiets');
});

test('the line above a signature stands alone, and stuffed spaces go', () => {
  expect(unflowed('groet \n-- \nJan\n >geen citaat\n', false)).toBe('groet \n-- \nJan\n>geen citaat\n');
});
