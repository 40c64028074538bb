import { type AddressInfo, type BlockList, createServer, isIPv6, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { SmtpEvents, SmtpHandlers } from './handlers.ts';
import type { SmtpLimits } from './limits.ts';
import { hostOf } from './host-of.ts';
import { lineOf, type Reply, replies } from './reply.ts';
import { type KeyPair, secureContextOf } from './secure.ts';
import { type Dialogue, Session } from './session.ts';

export interface SmtpServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** The name it greets with. */
  readonly name: string;
  /** LMTP (RFC 2033) instead of SMTP. */
  readonly lmtp: boolean;
  readonly limits: SmtpLimits;
  /** STARTTLS is offered with it; null: not offered. */
  readonly keyPair: KeyPair | null;
  /** Their clients are exempt from limits per client, and may send messages with bare line ends. */
  readonly trusted: BlockList;
}

export interface SmtpServer {
  readonly port: number;
  /** Connections that are open now. */
  readonly connections: number;
  /** For handshakes from now on. @throws when the two do not belong together; the earlier pair stays then. */
  renew(keyPair: KeyPair): void;
  /**
   * Answers new clients with 421, and those that wait for nothing too. Messages that are under way are taken and answered,
   * for at most `grace` milliseconds; then all that is left is cut off.
   */
  close(grace: number): Promise<void>;
}

/** Listens. @throws when the port is taken. */
export async function startSmtpServer(
  options: SmtpServerOptions,
  handlers: SmtpHandlers,
  events: SmtpEvents,
): Promise<SmtpServer> {
  const { limits, trusted, name, lmtp } = options;
  const stopping = new AbortController();
  let context: SecureContext | null = options.keyPair && secureContextOf(options.keyPair);
  const dialogue: Dialogue = {
    ...{ name, lmtp, limits, handlers, events },
    secureContext: () => context,
    crowded: () => sessions.size > limits.connections * 0.8,
    stopping: stopping.signal,
  };
  const sessions = new Map<Session, { host: string; ended: Promise<void> }>();
  const turnedAway = new Set<Socket>();

  const refusalOf = (address: string, isTrusted: boolean): Reply | null => {
    if (stopping.signal.aborted) return replies.stopping;
    const most = isTrusted ? limits.connections * 1.5 : limits.connections;
    if (sessions.size >= most) return replies.tooManyConnections;
    const host = hostOf(address);
    const same = [...sessions.values()].filter((one) => one.host === host).length;
    return same >= limits.connectionsPerAddress && !isTrusted ? replies.tooManyConnections : null;
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) => {
    // One that is gone again already has no address.
    if (socket.remoteAddress === undefined) return void socket.on('error', () => undefined).destroy();
    const address = plainAddress(socket.remoteAddress);
    const isTrusted = trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
    const refusal = refusalOf(address, isTrusted);
    if (refusal !== null) {
      turnedAway.add(socket.once('close', () => turnedAway.delete(socket)));
      return turnAway(socket, refusal, events, limits.linger);
    }
    const session = new Session(socket, { address, trusted: isTrusted }, dialogue);
    events.opened();
    const ended = session.run().finally(() => {
      sessions.delete(session);
      events.closed();
    });
    sessions.set(session, { host: hostOf(address), ended });
  });
  // Beyond this nobody is even told why.
  server.maxConnections = limits.connections * 2;
  await listening(server, options);

  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sessions.size;
    },
    renew(keyPair) {
      context = secureContextOf(keyPair);
    },
    async close(grace) {
      stopping.abort();
      const late = setTimeout(() => {
        for (const session of sessions.keys()) session.destroy();
      }, grace);
      while (sessions.size > 0) await Promise.all([...sessions.values()].map(({ ended }) => ended));
      clearTimeout(late);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of turnedAway) socket.destroy();
      await closed;
    },
  };
}

function turnAway(socket: Socket, reply: Reply, { refused }: SmtpEvents, linger: number): void {
  if (reply.refusal !== undefined) refused(reply.refusal);
  socket.on('error', () => undefined);
  socket.setTimeout(linger, () => socket.destroy());
  socket.resume();
  socket.end(lineOf(reply));
  setTimeout(() => socket.destroy(), linger).unref();
}

// IPv4 over IPv6 in its own form, and without the name of the network card.
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/u, '').replace(/%.*$/u, '');

function listening(server: ReturnType<typeof createServer>, { host, port }: SmtpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // Of a connection that could not be accepted, such as for want of descriptors: the others go on.
      server.on('error', () => undefined);
      resolve();
    });
  });
}
