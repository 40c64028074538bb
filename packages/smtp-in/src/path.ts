/** A path of MAIL or RCPT with its parameters (RFC 5321 4.1.2). */
export interface Path {
  /** Without brackets and source route; empty for the null path. */
  readonly address: string;
  /** Names in capitals; null where there is no value. */
  readonly parameters: ReadonlyMap<string, string | null>;
}

// RFC 5321 4.5.3.1.3 says 256; the parts that it allows add up to 320, and forwarders write addresses into local parts.
const LONGEST = 320;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const ADDRESS = new RegExp(
  String.raw`^(?:@[^\s,:<>@]+(?:,@[^\s,:<>@]+)*:)?((?:${QUOTED}|[^\s<>"@])+(?:@[^\s<>@]+)?)$`,
  'u',
);

/**
 * Reads what follows MAIL or RCPT; null when it is none. Lenient with what old devices write (no brackets, spaces within
 * them, dots in odd places in a local part), since a message refused for that is a message lost.
 */
export function pathOf(argument: string, word: 'FROM' | 'TO'): Path | null {
  const [, keyword = '', rest = ''] = /^(\w+)\s*:\s*(.*)$/su.exec(argument) ?? [];
  if (keyword.toUpperCase() !== word) return null;
  const [, written = '', more = ''] =
    new RegExp(String.raw`^(<(?:${QUOTED}|[^<>"])*>|[^\s<>]+)(?:\s+(.*))?$`, 'su').exec(rest) ?? [];
  const address = addressOf(written);
  const parameters = parametersOf(more);
  return address === null || parameters === null ? null : { address, parameters };
}

function addressOf(written: string): string | null {
  if (written === '') return null;
  const inside = written.startsWith('<') ? written.slice(1, -1).trim() : written;
  if (inside === '') return '';
  const [, address = null] = ADDRESS.exec(inside) ?? [];
  return address !== null && address.length <= LONGEST ? address : null;
}

function parametersOf(text: string): Map<string, string | null> | null {
  const found = new Map<string, string | null>();
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const [, name, value = null] = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\s=]+))?$/u.exec(word) ?? [];
    if (name === undefined || found.has(name.toUpperCase())) return null;
    found.set(name.toUpperCase(), value);
  }
  return found;
}
