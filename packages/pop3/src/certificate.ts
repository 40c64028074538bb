import type { TLSSocket } from 'node:tls';

/** What a server's certificate says of itself. */
export type Pop3Certificate = {
  validFrom: Date;
  validTo: Date;
  /** Host names and addresses it is for: `pop.example.com`, `*.example.com`, `192.0.2.1`. At most 20. */
  names: readonly string[];
};

const mostNames = 20;

/** The certificate of a connection; undefined when the server shows none. */
export function certificateOf(socket: TLSSocket): Pop3Certificate | undefined {
  const { valid_from, valid_to, subjectaltname = '' } = socket.getPeerCertificate();
  if (!valid_to) return undefined;
  return { validFrom: new Date(valid_from), validTo: new Date(valid_to), names: namesIn(subjectaltname) };
}

/** Host names and addresses in a `subjectaltname` as Node writes it. Other kinds of name are no place to connect to. */
export function namesIn(subjectAltName: string): string[] {
  // A name with a comma or a quote in it is written within quotes, so that it cannot pass for two.
  const entries = subjectAltName.matchAll(/(?:^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return Array.from(entries)
    .filter(([, kind]) => kind === 'DNS' || kind === 'IP Address')
    .map(([, , name = '']) => (name.startsWith('"') ? name.slice(1, -1).replaceAll(/\\(.)/g, '$1') : name))
    .slice(0, mostNames);
}
