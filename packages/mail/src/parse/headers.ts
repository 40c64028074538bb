import libmime from 'libmime';

/** Header fields of the message's top, by lower-case name, unfolded; each value at most 64 kB. */
export type RawHeaders = ReadonlyMap<string, readonly string[]>;

const LONGEST = 65_536;

/** From mailparser's header lines, which hold one byte per character. */
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

/**
 * Text of an unstructured field (RFC 5322 section 2.2.1): encoded words decoded (RFC 2047), raw 8-bit bytes read as UTF-8
 * and, where they are none, as Windows-1252. mailparser reads such bytes inside a Q-encoded word as UTF-8 whatever
 * its charset; here they are encoded first.
 */
export function decodeText(value: string): string {
  const words = value.replace(ENCODED_Q, (word) => word.replace(EIGHT_BIT, quoted));
  const text = decodeBytes(Buffer.from(words, 'latin1'));
  try {
    return libmime.decodeWords(text);
  } catch {
    return text;
  }
}

const ENCODED_Q = /=\?[^?\s]{1,75}\?q\?[^?]*\?=/giu;
const EIGHT_BIT = /[\x80-\xff]/g;
const quoted = (byte: string): string => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

function decodeBytes(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/** Message-IDs in a field: `<...@...>`, at most `most` of them. */
export const messageIds = (value: string, most = 200): string[] =>
  [...value.matchAll(/<[^<>\s]{1,990}>/gu)].slice(0, most).map(([id]) => id);
