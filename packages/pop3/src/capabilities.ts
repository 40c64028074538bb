/** What the server offers, by capability name, each with its parameters, all in upper case (RFC 2449). Empty when it does not know CAPA. */
export type Capabilities = ReadonlyMap<string, readonly string[]>;

/** Reads the lines of a CAPA answer. */
export function parseCapabilities(lines: readonly string[]): Capabilities {
  return new Map(
    lines.map((line): [string, string[]] => {
      const [name = '', ...parameters] = line.toUpperCase().trim().split(/ +/);
      return [name, parameters];
    }),
  );
}
