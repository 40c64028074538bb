import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificates } from './certificates.ts';
import { register } from './living.ts';
import { Maildrop } from './maildrop.ts';
import { servePop3 } from './pop3-session.ts';

/** What the demo mailbox holds and who may read it. */
export interface DemoMailboxOptions {
  /** Its server certificate, for `localhost`. */
  readonly certificates: Pick<Certificates, 'server' | 'ca'>;
  /** Keeps the mails here; what was fetched and deleted stays away after a restart. */
  readonly folder: string;
  /** Put in once for each name, at the first start that brings it. */
  readonly mails?: readonly { readonly name: string; readonly raw: Uint8Array }[];
  readonly login: { readonly user: string; readonly password: string };
  /** A free one when not given. */
  readonly port?: number;
}

/** A POP3 mailbox over TLS on 127.0.0.1, for a demo on a machine without Dovecot. */
export interface DemoMailbox {
  /** The name in its certificate. */
  readonly host: 'localhost';
  readonly port: number;
  /** PEM of the authority to trust. */
  readonly ca: string;
  deliver(raw: Uint8Array): Promise<void>;
  /** How many mails wait. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the mailbox. One session at a time; mails go at QUIT. */
export async function startDemoMailbox(options: DemoMailboxOptions): Promise<DemoMailbox> {
  const maildrop = await Maildrop.open(options.folder);
  await maildrop.seed(options.mails ?? []);
  const sockets = new Set<Socket>();
  let locked = false;
  const house = {
    login: options.login,
    maildrop,
    lock() {
      const free = !locked;
      locked = true;
      return free;
    },
    unlock() {
      locked = false;
    },
  };
  const server = createServer(options.certificates.server, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that breaks off ends its own session and nothing else.
    servePop3(socket, house).catch(() => undefined);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const mailbox: DemoMailbox = {
    host: 'localhost',
    port,
    ca: options.certificates.ca,
    deliver: (raw) => maildrop.add(raw),
    count: async () => (await maildrop.list()).length,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      forget();
    },
  };
  const forget = register({ name: `demo mailbox on port ${port}`, stop: mailbox.stop });
  return mailbox;
}
