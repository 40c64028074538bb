import { decodeBytes } from '../charset/decode-bytes.ts';
import { decodeText } from '../charset/encoded-words.ts';

/** The first word of a structured field, in lower case, and its parameters, decoded, by lower-case name. */
export interface Parameterised {
  value: string;
  parameters: ReadonlyMap<string, string>;
  /** Every value that one of these names was given, decoded: programs differ in which of several they take. */
  every(name: string): string[];
  /** Boundaries as they stand, a byte per character: they are compared, not read. */
  boundaries: readonly string[];
}

const MOST = 200;
const PARAMETER =
  /([^\s;="'()<>@,:\\[\]?]{1,60})\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"?|([^;\s]*(?:[ \t]+(?![\w*-]+[ \t]*=)[^;\s]+)*))/gu;
const SECTION = /^(.+?)\*(?:(\d{1,3})(\*)?|())$/u;

interface Section {
  number: number;
  extended: boolean;
  value: string;
}

/**
 * Reads `value; name=value; ...` of a field a byte per character (RFC 2045 section 5.1), with continuations and charsets
 * (RFC 2231) and, where they must not be, encoded words (RFC 2047). Missing semicolons, quotes and values are put up with.
 */
export function parametersOf(field: string): Parameterised {
  const bare = withoutComments(field).trimStart();
  const value =
    /^\s*"?([^;\s"]*)/u
      .exec(bare)?.[1]
      ?.toLowerCase()
      .replace(/(?<![^a-z0-9])[^a-z0-9]+$/u, '') ?? '';
  const head = value.includes('=') ? 0 : bare.search(/[;\s]/u);
  const plain = new Map<string, string[]>();
  const sections = new Map<string, Section[]>();
  let seen = 0;
  for (const [, rawName, quoted, token] of head === -1 ? [] : bare.slice(head).matchAll(PARAMETER)) {
    seen += 1;
    if (seen > MOST) break;
    const name = String(rawName).toLowerCase();
    const given = quoted === undefined ? tokenOf(token ?? '', name) : unquoted(quoted);
    const section = SECTION.exec(name);
    if (!section) {
      plain.set(name, [...(plain.get(name) ?? []), given]);
      continue;
    }
    const extended = section[3] === '*' || section[4] !== undefined;
    const of = sections.get(String(section[1])) ?? [];
    of.push({ number: Number(section[2] ?? 0), extended, value: given });
    sections.set(String(section[1]), of);
  }
  const parameters = new Map([...plain].map(([name, [first = '']]) => [name, decodeText(first)]));
  for (const [name, of] of sections) parameters.set(name, joined(of));
  const inPieces = sections.get('boundary')?.map((one) => one.value) ?? [];
  return {
    value: value.includes('=') ? '' : value,
    parameters,
    every: (name) => [
      ...(sections.has(name) ? [parameters.get(name) ?? ''] : []),
      ...(plain.get(name) ?? []).map((one) => decodeText(one)),
    ],
    boundaries: [
      ...(plain.get('boundary') ?? []),
      inPieces.join(''),
      ...(inPieces.length > 0 ? [parameters.get('boundary') ?? ''] : []),
    ]
      .map((one) => one.trimEnd())
      .filter(Boolean),
  };
}

/** Comments in parentheses, outside quotes, may stand between any two words. */
function withoutComments(field: string): string {
  if (!field.includes('(')) return field;
  return field.replace(/"(?:[^"\\]|\\[\s\S])*"?|(=\s*[^;"]*)|\([^()]*\)/gu, (found, token) =>
    found.startsWith('"') || token !== undefined ? found : ' ',
  );
}

/** A value without quotes may hold spaces, as file names do; charsets and the like end at the first. */
const tokenOf = (token: string, name: string): string =>
  /^(?:file)?name/u.test(name) ? token.trim() : (token.trim().split(/\s/u, 1)[0] ?? '');

/** A backslash before a letter is part of a path that some mailers send. */
const unquoted = (quoted: string): string => quoted.replace(/\\([^A-Za-z0-9])/gu, '$1');

function joined(sections: Section[]): string {
  const ordered = sections.sort((a, b) => a.number - b.number);
  if (!ordered.some(({ extended }) => extended)) return decodeText(ordered.map(({ value }) => value).join(''));
  let charset: string | null = null;
  const bytes = ordered.map(({ extended, value }, n) => {
    if (!extended) return Buffer.from(value, 'latin1');
    const marked = n === 0 ? /^([^']*)'[^']*'([\s\S]*)$/u.exec(value) : null;
    if (marked) charset = String(marked[1]);
    return percentDecoded(marked ? String(marked[2]) : value);
  });
  const text = decodeBytes(Buffer.concat(bytes), charset);
  return text.includes('=?') ? decodeText(Buffer.concat(bytes).toString('latin1')) : text;
}

const percentDecoded = (value: string): Buffer =>
  Buffer.from(
    value.replace(/%([0-9a-f]{2})/giu, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
