import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A client that sends the bytes it is told to, whatever the protocol says of them. */
export interface RawSmtp {
  /** Everything that the server said so far. */
  readonly heard: string;
  /** Did the server, or the test, end the connection? */
  readonly ended: boolean;
  /** Bytes that were sent and that the system has not taken yet, since the server does not read. */
  readonly unsent: number;
  /** Sends as it stands; nothing is added. */
  send(text: string | Uint8Array): void;
  /** Waits for one more reply, multi-line ones whole; gives it. Throws with what was heard when there is none in time. */
  reply(): Promise<string>;
  /** Sends a line and waits for its reply. */
  say(line: string): Promise<string>;
  /** What the server says until it hangs up. */
  rest(): Promise<string>;
  /** TLS on this connection, once the server consented; the host name is not looked at. */
  secure(options: { ca: string }): Promise<void>;
  /** Says that nothing more will come, and still listens. */
  finish(): void;
  /** Breaks the connection; the system tells the server by a reset. */
  cut(): void;
  close(): Promise<void>;
}

const DEADLINE = 60_000;

/** Connects to an SMTP or LMTP server on 127.0.0.1 and waits for nothing, not even the greeting. */
export async function rawSmtp(port: number, { from = '127.0.0.1' }: { from?: string } = {}): Promise<RawSmtp> {
  let socket: Socket = connect({ host: '127.0.0.1', port, localAddress: from });
  await once(socket, 'connect');
  let heard = '';
  let taken = 0;
  let ended = false;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const listen = () => {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      change();
    });
    socket.on('error', () => undefined);
    for (const end of ['end', 'close']) {
      socket.on(end, () => {
        ended = true;
        change();
      });
    }
  };
  listen();

  async function until<T>(found: () => T | undefined): Promise<T> {
    const late = AbortSignal.timeout(DEADLINE);
    const over = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
    for (;;) {
      const result = found();
      if (result !== undefined) return result;
      if (late.aborted) throw new Error(`The server did not answer in time. It said: ${heard}`);
      await Promise.race([changed.promise, over]);
    }
  }

  const raw: RawSmtp = {
    get heard() {
      return heard;
    },
    get ended() {
      return ended;
    },
    get unsent() {
      return socket.writableLength;
    },
    send: (text) => void socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text),
    reply: () =>
      until(() => {
        const [reply] = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/u.exec(heard.slice(taken)) ?? [];
        if (reply === undefined && ended) throw new Error(`The server hung up. It said: ${heard}`);
        taken += reply?.length ?? 0;
        return reply;
      }),
    say(line) {
      raw.send(`${line}\r\n`);
      return raw.reply();
    },
    rest: () => until(() => (ended ? heard.slice(taken) : undefined)),
    async secure({ ca }) {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      const tls = connectTls({ socket, ca, checkServerIdentity: () => undefined });
      await once(tls, 'secureConnect');
      socket = tls;
      listen();
    },
    finish: () => void socket.end(),
    cut: () => void socket.resetAndDestroy(),
    async close() {
      if (socket.destroyed) return;
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
  return raw;
}
