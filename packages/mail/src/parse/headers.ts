/** Header fields of the message's top, by lower-case name, unfolded, a byte per character; each value at most 64 kB. */
export type RawHeaders = ReadonlyMap<string, readonly string[]>;

export { decodeText } from './charset/encoded-words.ts';

const LONGEST = 65_536;

/** From lines of a header as they stand in a message, a byte per character. */
export function rawHeaders(lines: readonly { key: string; line: string }[]): RawHeaders {
  const headers = new Map<string, string[]>();
  for (const { key, line } of lines) {
    const value = line
      .slice(line.indexOf(':') + 1, LONGEST)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim();
    const values = headers.get(key);
    if (values) values.push(value);
    else headers.set(key, [value]);
  }
  return headers;
}

/** The first value of a field, or an empty string. */
export const firstOf = (headers: RawHeaders, name: string): string => headers.get(name)?.[0] ?? '';

/** Message-IDs in a field: `<...@...>`, at most `most` of them. */
export const messageIds = (value: string, most = 200): string[] =>
  [...value.matchAll(/<[^<>\s]{1,990}>/gu)].slice(0, most).map(([id]) => id);
