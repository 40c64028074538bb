import type { TLSSocket } from 'node:tls';

/** What a server's certificate says of itself. */
export type Pop3Certificate = {
  validFrom: Date;
  validTo: Date;
  /** Names and addresses it is for, as it writes them: `DNS:pop.example.com`. At most 20. */
  names: readonly string[];
};

/** The certificate of a connection; undefined when the server shows none. */
export function certificateOf(socket: TLSSocket): Pop3Certificate | undefined {
  const { valid_from, valid_to, subjectaltname = '' } = socket.getPeerCertificate();
  if (!valid_to) return undefined;
  const names = subjectaltname.split(', ').filter((name) => name !== '');
  return { validFrom: new Date(valid_from), validTo: new Date(valid_to), names: names.slice(0, 20) };
}
