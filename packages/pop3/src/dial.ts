import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, connect as connectTls, type TLSSocket } from 'node:tls';
import { Pop3Error } from './error.ts';
import { Intake } from './intake.ts';
import { fromSocket } from './wire.ts';

/** Where the server is and how it proves to be itself. */
export type Pop3Server = {
  /** Host name or address. */
  host: string;
  port: number;
  /** TLS from the first byte (POP3S, usually port 995), or after STLS (RFC 2595, usually port 110). Never without. */
  tls: 'implicit' | 'stls';
  /** Certificate authorities in PEM to trust *instead of* the well-known ones. */
  ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
  /** The name the certificate must be for, when it is not `host`. */
  servername?: string | undefined;
};

/** How long TCP may take, and TLS after it, in milliseconds, and what ends them before. */
export type Patience = { connectTimeout: number; signal: AbortSignal | undefined };

/** A server inside TLS, with what it said so far where the socket was opened for that. */
export type Secured = { socket: TLSSocket; intake?: Intake };

type TlsOptions = { patience: Patience; verify: boolean };

/** Opens TCP, for TLS to begin on it after STLS. */
export function dialPlain({ host, port }: Pop3Server, patience: Patience): Promise<Socket> {
  return opened(connectTcp({ host, port, noDelay: true }), 'connect', patience);
}

/** Starts TLS on a connection whose server consented to STLS. */
export async function wrapInTls(server: Pop3Server, plain: Socket, options: TlsOptions): Promise<Secured> {
  const secured = connectTls({ ...identity(server, options), socket: plain });
  secured.once('close', () => plain.destroy());
  return { socket: (await opened(secured, 'secureConnect', options.patience)) as TLSSocket };
}

/** Opens TCP with TLS from its first byte. `connected` hears when TCP is there. */
export async function dialTls(server: Pop3Server, options: TlsOptions & { connected: () => void }): Promise<Secured> {
  const intake = new Intake();
  // Node's types leave out that TLS has the options of TCP when it opens that itself.
  const tcp: ConnectionOptions = { ...{ noDelay: true, onread: intake.onread }, port: server.port };
  const secured = connectTls({ ...identity(server, options), ...tcp });
  await opened(secured, 'connect', options.patience);
  options.connected();
  return { socket: (await opened(secured, 'secureConnect', options.patience)) as TLSSocket, intake };
}

/** For looking at a certificate only: nothing may be said on such a connection. */
const unverified: ConnectionOptions = { rejectUnauthorized: false, checkServerIdentity: () => undefined };

function identity({ host, ca, servername }: Pop3Server, { verify }: TlsOptions): ConnectionOptions {
  const name = servername ?? host;
  return {
    host,
    // RFC 6066: an address is no server name. The certificate is checked against it all the same.
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    minVersion: 'TLSv1.2',
    // Said aloud because an environment variable can turn Node's own default off.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca: Array.isArray(ca) ? [...ca] : (ca as string | Buffer) }),
    ...(verify ? {} : unverified),
  };
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', patience: Patience): Promise<Socket> {
  const { connectTimeout, signal } = patience;
  // Heard to the end of its life: an error that nobody listens to would end the process.
  socket.on('error', () => {});
  return new Promise((resolve, reject) => {
    const settle = (failure?: Pop3Error) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('close', onClose).off(event, onOpen);
      if (failure === undefined) return resolve(socket);
      socket.destroy();
      reject(failure);
    };
    const onOpen = () => settle();
    const onError = (error: Error) => settle(fromSocket(error));
    const onClose = () => settle(new Pop3Error('connection', 'The server closed the connection.'));
    const onAbort = () => settle(cancelled(signal));
    const onTimeout = () => settle(new Pop3Error('timeout', 'The server could not be reached in time.'));
    const timer = setTimeout(onTimeout, connectTimeout);
    signal?.addEventListener('abort', onAbort);
    socket.once('error', onError).once('close', onClose).once(event, onOpen);
    if (signal?.aborted) onAbort();
  });
}

/** What a call throws that the caller's signal ended. */
export function cancelled(signal: AbortSignal | undefined): Pop3Error {
  return new Pop3Error('aborted', 'The session was cancelled.', { cause: signal?.reason });
}
