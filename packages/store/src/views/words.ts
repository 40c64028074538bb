/**
 * What somebody typed into a search box, as a query for PostgreSQL's text search: every word must be there, the last one
 * perhaps not typed to its end. Null when no word is left.
 */
export function searchOf(typed: string | null): string | null {
  const words = (typed ?? '').match(/[\p{L}\p{N}@._-]+/gu)?.slice(0, 8) ?? [];
  const quoted = words.map((word) => `'${word}'`);
  return quoted.length > 0 ? `${quoted.join(' & ')}:*` : null;
}
