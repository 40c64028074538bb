import type { ListPage } from './contract.ts';

/** What tells one entry of a list from another. */
export type Named = { id: string } | { number: number };

/**
 * The first page of a list that was just read again, and what was shown after it: what came meanwhile has pushed the end of
 * the old page out, and what went has drawn up what stood below. Null where the two do not meet: the new page stands alone.
 */
export function joined<Item extends Named>(first: ListPage<Item>, before: Item[]): Item[] | null {
  if (first.nextCursor === null) return null;
  const last = first.items.at(-1);
  const at = before.findIndex((item) => last && nameOf(item) === nameOf(last));
  return at < 0 ? null : [...first.items, ...before.slice(at + 1)];
}

const nameOf = (item: Named): string | number => ('id' in item ? item.id : item.number);
