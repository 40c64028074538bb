import type { ListEntry, UniqueIdEntry } from '@zaakpost/pop3';
import { describe, expect, it } from 'vitest';
import { Listing } from './listing.ts';

function listingOf(sizes: ListEntry[], uniqueIds: UniqueIdEntry[]): Listing {
  const listing = new Listing();
  for (const entry of sizes) listing.addSize(entry);
  for (const entry of uniqueIds) listing.addUniqueId(entry);
  return listing;
}

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
    ['in another order from some place on', [uniqueIds[0], uniqueIds[2], uniqueIds[1]] as UniqueIdEntry[]],
  ])('brings sizes and unique-ids together that come %s', (_, ids) => {
    expect(all(listingOf(sizes, ids))).toEqual([
      { number: 1, uniqueId: 'a', size: 10, copy: 1 },
      { number: 2, uniqueId: 'b', size: 20, copy: 1 },
      { number: 4, uniqueId: 'd', size: 10, copy: 1 },
    ]);
  });

  it('tells mails apart that have no unique-id, or the same one, also over chunks', () => {
    const same = [1, 2, 3].map((number) => ({ number, uniqueId: 'a' }));
    const sized = [1, 2, 3].map((number) => ({ number, bytes: number === 2 ? 20 : 10 }));

    expect(all(listingOf(sized, same)).map(({ copy }) => copy)).toEqual([1, 1, 2]);
    expect(all(listingOf(sized, [])).map(({ copy }) => copy)).toEqual([1, 1, 2]);
  });

  it('tells what lies there, by unique-id, size and copy', () => {
    const { has } = listingOf(sizes, uniqueIds);

    expect([
      has({ uniqueId: 'd', size: 10, copy: 1 }),
      has({ uniqueId: 'd', size: 10, copy: 2 }),
      has({ uniqueId: 'd', size: 11, copy: 1 }),
      has({ uniqueId: 'c', size: 10, copy: 1 }),
    ]).toEqual([true, false, false, false]);
  });

  it('holds unique-ids of any length, many of them', () => {
    const ids = Array.from({ length: 3_000 }, (_, n) => ({ number: n + 1, uniqueId: 'x'.repeat(1 + (n % 512)) }));
    const listing = listingOf(
      ids.map(({ number }) => ({ number, bytes: 1 })),
      ids,
    );

    expect(all(listing).map(({ uniqueId }) => uniqueId)).toEqual(ids.map(({ uniqueId }) => uniqueId));
  });

  it('knows whether each mail has a unique-id', () => {
    const [a, b] = uniqueIds;

    expect(listingOf(sizes, uniqueIds).hasUniqueIds).toBe(true);
    expect(listingOf(sizes, a && b ? [a, b] : []).hasUniqueIds).toBe(false);
    expect(listingOf(sizes, []).hasUniqueIds).toBe(false);
  });
});
