/** A line from the client. */
export interface Command {
  /** In capitals. */
  readonly verb: string;
  /** What follows, without spaces around it. */
  readonly argument: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a command; null when it is no text: control characters, or 8-bit bytes that are not UTF-8 (RFC 6531). */
export function commandOf(line: Buffer): Command | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/u.test(line.toString('latin1'))) return null;
  const text = decoded(line);
  if (text === null) return null;
  const [, verb = '', argument = ''] = /^(\S*)\s*(.*)$/su.exec(text.trimEnd()) ?? [];
  return { verb: verb.toUpperCase(), argument };
}

/** A web browser, made to talk to us by a page that it shows. */
export const isHttp = ({ verb }: Command): boolean =>
  /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|CONNECT|PATCH)$/u.test(verb);

/** What brings no mail nearer. */
export const isSmallTalk = ({ verb }: Command): boolean => /^(?:NOOP|RSET|HELO|EHLO|LHLO|VRFY|HELP)$/u.test(verb);

function decoded(line: Buffer): string | null {
  try {
    return utf8.decode(line);
  } catch {
    return null;
  }
}
