import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

/** PEM. */
export interface KeyPair {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** TLS 1.2 and later, and no second handshake within a connection. @throws when the two do not belong together. */
export const secureContextOf = ({ cert, key }: KeyPair): SecureContext =>
  createSecureContext({ cert, key, minVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_RENEGOTIATION });

/** The server's side of a handshake. @throws when it fails or takes longer than `wait` milliseconds; the socket is gone then. */
export async function secured(socket: Socket, secureContext: SecureContext, wait: number): Promise<TLSSocket> {
  const tls = new TLSSocket(socket, { isServer: true, secureContext });
  const done = Promise.withResolvers<void>();
  const fail = () => done.reject(new Error('The TLS handshake failed.'));
  const late = setTimeout(fail, wait);
  socket.once('error', fail);
  tls.once('secure', done.resolve);
  for (const end of ['error', 'close', '_tlsError'] as const) tls.once(end, fail);
  try {
    await done.promise;
    return tls;
  } catch (error) {
    // What still comes of it is of no interest, and must not end the process.
    for (const one of [tls, socket]) one.on('error', () => undefined).destroy();
    throw error;
  } finally {
    clearTimeout(late);
    for (const end of ['error', 'close', '_tlsError'] as const) tls.off(end, fail);
    socket.off('error', fail).on('error', () => undefined);
  }
}

/** What was agreed on, in the words of the RFCs. */
export const tlsOf = (tls: TLSSocket): { version: string; cipher: string } => ({
  version: tls.getProtocol() ?? 'unknown',
  cipher: tls.getCipher().standardName,
});
