import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type KeyPair, testCertificates } from '@zaakpost/testing';
import { connectPop3, type Pop3Options } from './connect.ts';
import type { Pop3Session } from './session.ts';

/** The server's side of one conversation, for faults that no real server will play. */
export interface Peer {
  /** Sends each text in a TLS record of its own, so that the client gets them as separate packets. */
  say(...packets: string[]): void;
  /** The client's next line; fails the script when the client has gone. */
  hear(): Promise<string>;
  /** Greets, hears CAPA, and offers these. */
  greet(...capabilities: string[]): Promise<void>;
  /** Hears CAPA and offers these. */
  offer(...capabilities: string[]): Promise<void>;
  startTls(): void;
  /** Resolves when the client has hung up. */
  gone: Promise<unknown>;
  readonly socket: Socket;
}

export type Script = (peer: Peer) => Promise<void>;
type Door = Pop3Options['tls'];

/** Where the client connects to; `heard` is every line it sent, `played` fulfils when the script is over. */
export type ScriptedServer = { options: Pop3Options; heard: readonly string[]; played: Promise<void> };

/** Runs `use` with a server that plays the script to each client, over TLS from the start or after STLS. */
export async function withServer<T>(
  { tls = 'implicit', keyPair, script }: { tls?: Door; keyPair?: KeyPair; script: Script },
  use: (server: ScriptedServer) => Promise<T>,
): Promise<T> {
  const { ca, server: right } = await testCertificates();
  const heard: string[] = [];
  const played = Promise.withResolvers<void>();
  played.promise.catch(() => {});
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    script(peerOn(socket, { tls, keyPair: keyPair ?? right, heard })).then(played.resolve, played.reject);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ options: { host: 'localhost', port, tls, ca }, heard, played: played.promise });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A session with a server that greets, offers `capabilities`, and then plays `script`. */
export function withSession<T>(
  { capabilities = ['PIPELINING', 'UIDL'], script }: { capabilities?: string[]; script: Script },
  use: (session: Pop3Session, server: ScriptedServer) => Promise<T>,
  options: Partial<Pop3Options> = {},
): Promise<T> {
  const whole: Script = async (peer) => {
    await peer.greet(...capabilities);
    await script(peer);
  };
  return withServer({ script: whole }, async (server) => {
    await using session = await connectPop3({ ...server.options, ...options });
    return await use(session, server);
  });
}

/** Answers commands in turn, then waits for the client to hang up. */
export function answering(...answers: string[][]): Script {
  return async (peer) => {
    for (const packets of answers) {
      await peer.hear();
      peer.say(...packets);
    }
    await peer.gone;
  };
}

/** What the call throws with a server that plays the script, once that has seen the client hang up. */
export function failure(
  script: Script,
  call: (session: Pop3Session) => Promise<unknown>,
  options: Partial<Pop3Options> = {},
) {
  return withSession(
    { script },
    async (session, { played }) => {
      const error = await call(session).then(
        () => undefined,
        (reason) => reason,
      );
      await played;
      return error;
    },
    options,
  );
}

type Side = { tls: Door; keyPair: KeyPair; heard: string[] };

function peerOn(plain: Socket, { tls, keyPair, heard }: Side): Peer {
  let socket = plain.on('error', () => {});
  let lines = tls === 'stls' ? reader(socket, heard) : undefined;
  const gone = new Promise((resolve) => plain.once('close', resolve));
  const peer: Peer = {
    gone,
    get socket() {
      return socket;
    },
    say(...packets) {
      for (const packet of packets) socket.write(packet, 'latin1');
    },
    hear: async () => (await lines?.()) ?? '',
    async greet(...capabilities) {
      peer.say('+OK ready\r\n');
      await peer.offer(...capabilities);
    },
    async offer(...capabilities) {
      await peer.hear();
      peer.say(`+OK\r\n${capabilities.map((name) => `${name}\r\n`).join('')}.\r\n`);
    },
    startTls() {
      socket = new TLSSocket(plain, { isServer: true, ...keyPair }).on('error', () => {});
      lines = reader(socket, heard);
    },
  };
  if (tls === 'implicit') peer.startTls();
  return peer;
}

function reader(socket: Socket, heard: string[]): () => Promise<string> {
  let text = '';
  const listen = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    socket.emit('line');
  };
  socket.on('data', listen);
  return async () => {
    while (!text.includes('\r\n')) await once(socket, 'line', { signal: AbortSignal.timeout(5_000) });
    const end = text.indexOf('\r\n');
    const line = text.slice(0, end);
    text = text.slice(end + 2);
    heard.push(line);
    // What follows is TLS, for another reader.
    if (line === 'STLS') socket.off('data', listen);
    return line;
  };
}
