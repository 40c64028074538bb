import { expect, it } from 'vitest';
import { beginningOf } from './beginning.ts';

it('leaves what is short enough as it is', () => {
  expect(beginningOf('een tekst', 9)).toEqual({ text: 'een tekst', cut: false });
});

it('tells that there is more', () => {
  expect(beginningOf('een tekst', 3)).toEqual({ text: 'een', cut: true });
});

it('parts no character that takes two units', () => {
  expect(beginningOf('ab😀', 3)).toEqual({ text: 'ab', cut: true });
});
