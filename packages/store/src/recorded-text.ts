/**
 * Text of others, made fit for a column: at most `most` UTF-16 units, no NUL (PostgreSQL refuses it), and no half of a
 * surrogate pair.
 */
export const recorded = (text: string, most: number): string => text.replaceAll('\0', '').slice(0, most).toWellFormed();

/** The same for a value that may not be there. */
export const recordedOrNull = (text: string | null | undefined, most: number): string | null =>
  text === null || text === undefined ? null : recorded(text, most);

/** The same for every string within a JSON value; keys are ours. */
export function recordedJson<T>(value: T, most: number): T {
  return JSON.parse(JSON.stringify(value), (_, inner) =>
    typeof inner === 'string' ? recorded(inner, most) : inner,
  ) as T;
}
