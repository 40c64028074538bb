import { describe, expect, it } from 'vitest';
import { Listing } from './listing.ts';

const all = (listing: Listing) => [...listing.chunks(2)].flat();

const sizes = [
  { number: 1, bytes: 10 },
  { number: 2, bytes: 20 },
  { number: 4, bytes: 10 },
];
const uniqueIds = [
  { number: 1, uniqueId: 'a' },
  { number: 2, uniqueId: 'b' },
  { number: 4, uniqueId: 'd' },
];

describe('a listing', () => {
  it.each([
    ['in one order', uniqueIds],
    ['in another order', uniqueIds.toReversed()],
  ])('brings sizes and unique-ids together that come %s', (_, ids) => {
    expect(all(new Listing(sizes, ids))).toEqual([
      { number: 1, uniqueId: 'a', size: 10, copy: 1 },
      { number: 2, uniqueId: 'b', size: 20, copy: 1 },
      { number: 4, uniqueId: 'd', size: 10, copy: 1 },
    ]);
  });

  it('tells mails apart that have no unique-id, or the same one, also over chunks', () => {
    const same = [1, 2, 3].map((number) => ({ number, uniqueId: 'a' }));
    const sized = [1, 2, 3].map((number) => ({ number, bytes: number === 2 ? 20 : 10 }));

    expect(all(new Listing(sized, same)).map(({ copy }) => copy)).toEqual([1, 1, 2]);
    expect(all(new Listing(sized, [])).map(({ copy }) => copy)).toEqual([1, 1, 2]);
  });

  it('tells what lies there, by unique-id, size and copy', () => {
    const { has } = new Listing(sizes, uniqueIds);

    expect([
      has({ uniqueId: 'd', size: 10, copy: 1 }),
      has({ uniqueId: 'd', size: 10, copy: 2 }),
      has({ uniqueId: 'd', size: 11, copy: 1 }),
      has({ uniqueId: 'c', size: 10, copy: 1 }),
    ]).toEqual([true, false, false, false]);
  });

  it('knows whether each mail has a unique-id', () => {
    const [a, b] = uniqueIds;

    expect(new Listing(sizes, uniqueIds).hasUniqueIds).toBe(true);
    expect(new Listing(sizes, a && b ? [a, b] : []).hasUniqueIds).toBe(false);
    expect(new Listing(sizes, []).hasUniqueIds).toBe(false);
  });
});
