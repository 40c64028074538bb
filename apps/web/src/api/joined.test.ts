import { expect, it } from 'vitest';
import { joined } from './joined.ts';

const list = (ids: string) => [...ids].map((id) => ({ id }));
const page = (ids: string, nextCursor: string | null = 'more') => ({ items: list(ids), nextCursor });

it('skips nothing that what is new has pushed from the first page', () => {
  expect(joined(page('xab'), list('abcdef'))).toEqual(list('xabcdef'));
});

it('repeats nothing that has moved up into the first page', () => {
  expect(joined(page('acd'), list('abcdef'))).toEqual(list('acdef'));
});

it('leaves a list as it is when nothing has changed', () => {
  expect(joined(page('abc'), list('abcdef'))).toEqual(list('abcdef'));
});

it('shows the first page alone where a whole page is new, or the list has come to fit on it', () => {
  expect(joined(page('xyz'), list('abcdef'))).toBeNull();
  expect(joined(page('ab', null), list('abcdef'))).toBeNull();
});
