import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { testCertificates } from './certificates.ts';
import { FaultySession, type SmtpFault, type SmtpSighting } from './faulty-smtp-session.ts';
import { register } from './living.ts';

/** A mail server that takes mail correctly up to one point, and what it saw. */
export interface FaultySmtp {
  /** The name in its certificate. */
  readonly host: 'localhost';
  readonly port: number;
  /** One for each connection, in order. */
  readonly seen: readonly SmtpSighting[];
  /** Mails whose final dot arrived, over all connections; dots unstuffed, whatever was then replied. */
  readonly taken: readonly Buffer[];
  stop(): Promise<void>;
}

/**
 * Starts a submission server (STARTTLS, then any login by AUTH PLAIN) that fails at one point. With `sessions` only the
 * first so many connections fail, so that a retry can be seen to succeed; without a fault it is a correct server.
 */
export async function startFaultySmtp(fault?: SmtpFault & { readonly sessions?: number }): Promise<FaultySmtp> {
  const { server: keyPair } = await testCertificates();
  const seen: SmtpSighting[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const faulty = fault !== undefined && seen.length < (fault.sessions ?? Number.POSITIVE_INFINITY);
    seen.push(new FaultySession(socket, keyPair, faulty ? fault : undefined).sighting);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const smtp: FaultySmtp = {
    host: 'localhost',
    port,
    seen,
    get taken() {
      return seen.flatMap(({ taken }) => taken);
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      forget();
    },
  };
  const forget = register({ name: `faulty mail server on port ${port}`, stop: smtp.stop });
  return smtp;
}

/** Runs `use` with a mail server that fails at one point. */
export async function withFaultySmtp<T>(
  fault: (SmtpFault & { readonly sessions?: number }) | undefined,
  use: (smtp: FaultySmtp) => Promise<T>,
): Promise<T> {
  const smtp = await startFaultySmtp(fault);
  try {
    return await use(smtp);
  } finally {
    await smtp.stop();
  }
}
