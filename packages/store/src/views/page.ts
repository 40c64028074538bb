/** A part of a list: at most `limit` items after the one that `cursor` names. */
export interface PageRequest {
  limit: number;
  cursor: string | null;
}

/** `nextCursor` is null at the end of the list. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Where a page begins: after the row with this moment (microseconds, as PostgreSQL writes it) and id. */
export interface Place {
  at: string;
  id: string;
}

const PLACE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;

/** Is it a cursor that we made? */
export const isCursor = (cursor: string): boolean => placeOf(cursor) !== null;

/** The place that a cursor names; null for the beginning of the list. */
export function placeOf(cursor: string | null): Place | null {
  const [, at, id] = PLACE.exec(Buffer.from(cursor ?? '', 'base64url').toString('utf8')) ?? [];
  return at && id && !Number.isNaN(Date.parse(`${at}Z`)) ? { at, id } : null;
}

/** SQL of the moment of a row, for its cursor. */
export const placeColumn = (column: string): string => `(${column} at time zone 'UTC')::text as "placeAt"`;

/**
 * SQL that lets only rows after the place through, newest first, with the place in `$first` and `$first + 1`. The first
 * comparison is what an index on (moment desc, id) can seek by.
 */
export function afterPlace(moment: string, id: string, first: number): string {
  const at = `($${first}::text || '+00')::timestamptz`;
  return `($${first}::text is null or (${moment} <= ${at} and (${moment} < ${at} or ${id} > $${first + 1}::uuid)))`;
}

/** Cuts the one row too many that tells whether there is more. */
export function pageOf<Item extends { id: string }>(rows: (Item & { placeAt: string })[], limit: number): Page<Item> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(withoutPlace),
    nextCursor: last ? Buffer.from(`${last.placeAt} ${last.id}`).toString('base64url') : null,
  };
}

/** The row without its place in the list. */
export function withoutPlace<Item>(row: Item & { placeAt: string }): Item {
  const { placeAt: _, ...item } = row;
  return item as Item;
}
