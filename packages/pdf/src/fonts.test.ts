import { expect, it } from 'vitest';
import { winAnsi } from './fonts.ts';

it('writes Dutch as it is', () => {
  const dutch = 'Één ‘geëerde’ “coördinator” – € 12,50 … naïef, crème brûlée, Ÿ';

  expect(winAnsi(dutch)).toBe(dutch);
});

it('replaces what it cannot write, visibly', () => {
  expect(winAnsi('Dvořák in Łódź: ﬁjn ✓ 漢字 😀')).toBe('Dvorák in [?]ódz: fijn [?] [?][?] [?]');
});
