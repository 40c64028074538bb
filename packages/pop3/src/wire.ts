import type { Socket } from 'node:net';
import { Pop3Error } from './error.ts';
import { Intake } from './intake.ts';
import type { Pop3Timeouts } from './limits.ts';

const LF = 0x0a;
/** Beyond this many unread bytes the socket is paused, and with it the server. */
const highWater = 256 * 1024;

type WireOptions = { timeouts: Pop3Timeouts; lineLimit: number; signal: AbortSignal | undefined };

/**
 * The bytes to and from one server: pulled, bounded, and timed. A failure is final: the socket is gone, and every later
 * read throws that same failure.
 */
export class Wire {
  readonly #socket: Socket;
  readonly #options: WireOptions;
  readonly #intake: Intake;
  readonly #stopListening: () => void;
  #failure: Pop3Error | undefined;
  #wake: (() => void) | undefined;
  #waking: NodeJS.Immediate | undefined;
  #waited = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #firesAt = 0;

  /** `intake` is that of a socket which was opened to write into it; the packets of any other are listened to. */
  constructor(socket: Socket, options: WireOptions, intake?: Intake) {
    this.#socket = socket;
    this.#options = options;
    this.#intake = intake ?? new Intake();
    this.#intake.heard = this.#onArrival;
    this.#stopListening = intake ? () => {} : this.#intake.listenTo(socket);
    socket.on('error', this.#onError);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    options.signal?.addEventListener('abort', this.#onAbort);
    if (options.signal?.aborted) this.#onAbort();
    else if (socket.destroyed) this.#onEnd();
  }

  /** Why nothing more can be read, if so. */
  get failure(): Pop3Error | undefined {
    return this.#failure;
  }

  /** Bytes that have arrived and were not read. */
  get unread(): number {
    return this.#intake.arrivals.unread;
  }

  /** A new reply is awaited: its total time-out begins. */
  startClock(): void {
    this.#waited = 0;
  }

  /** Sends a command; `lines` ends in CRLF. */
  write(lines: string): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#socket.write(lines);
  }

  /** The next bytes that have come. They are the caller's until the next read, to write in as well. */
  async read(): Promise<Buffer> {
    while (this.unread === 0) await this.#arrival();
    return this.#take();
  }

  /** Puts back so many bytes at the end of what was last read. */
  putBack(count: number): void {
    this.#intake.arrivals.putBack(count);
  }

  /** The next line without its CRLF. Throws `protocol` for a line that is endless, or holds NUL, a bare CR or a bare LF. */
  async readLine(): Promise<string> {
    let bytes = await this.read();
    for (;;) {
      const line = this.#firstLine(bytes);
      if (line !== undefined) return line;
      const begun = Buffer.from(bytes);
      bytes = Buffer.concat([begun, await this.read()]);
    }
  }

  /** The next line if all of it has come: a listing of 100,000 is not waited for line by line. Throws as {@link readLine}. */
  lineAtHand(): string | undefined {
    const bytes = this.#take();
    const line = this.#firstLine(bytes);
    if (line === undefined) this.putBack(bytes.length);
    return line;
  }

  /** Ends everything now, what has arrived included. Gives the reason back, to be thrown. */
  fail(reason: Pop3Error): Pop3Error {
    this.#intake.arrivals.clear();
    this.#end(reason);
    this.#failure = reason;
    return reason;
  }

  /** Hangs up. A reader that waits gets `aborted`. */
  close(): void {
    if (this.#failure === undefined) this.fail(new Pop3Error('aborted', 'The session was closed.'));
  }

  /** Lets go of the socket so that TLS can take it over; refuses when the server sent anything beforehand. */
  release(): Socket {
    if (this.unread > 0 || this.#socket.readableLength > 0) {
      throw this.fail(new Pop3Error('tls', 'The server sent bytes between its consent to STLS and the TLS handshake.'));
    }
    if (this.#failure !== undefined) throw this.#failure;
    this.#letGo();
    this.#failure = new Pop3Error('busy', 'The socket was handed over to TLS.');
    return this.#socket;
  }

  #take(): Buffer {
    const bytes = this.#intake.arrivals.take();
    if (this.unread < highWater / 2 && this.#socket.isPaused()) this.#socket.resume();
    return bytes;
  }

  /** Puts back what follows it. */
  #firstLine(bytes: Buffer): string | undefined {
    const end = bytes.indexOf(LF);
    if ((end === -1 ? bytes.length : end) > this.#options.lineLimit) {
      throw this.fail(new Pop3Error('protocol', `The server sent a line of over ${this.#options.lineLimit} bytes.`));
    }
    if (end === -1) return undefined;
    this.putBack(bytes.length - end - 1);
    return this.#lineOf(bytes.toString('latin1', 0, end));
  }

  #lineOf(line: string): string {
    if (line.endsWith('\r') && line.indexOf('\r') === line.length - 1 && !line.includes('\0')) return line.slice(0, -1);
    throw this.fail(new Pop3Error('protocol', 'The server sent a line with NUL or without a proper end.'));
  }

  async #arrival(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#wake !== undefined) throw new Pop3Error('busy', 'Two readers wait for the same server.');
    const { idle, total } = this.#options.timeouts;
    const started = performance.now();
    this.#due = started + Math.min(idle, Math.max(total - this.#waited, 0));
    this.#watch(started);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#waited += performance.now() - started;
  }

  // One timer goes on over many short waits: setting one for each would cost as much as the reading.
  #watch(now: number): void {
    if (this.#timer !== undefined && this.#due >= this.#firesAt) return;
    clearTimeout(this.#timer);
    this.#firesAt = this.#due;
    this.#timer = setTimeout(this.#onTimer, this.#due - now);
  }

  #onTimer = (): void => {
    this.#timer = undefined;
    if (this.#wake === undefined) return;
    const now = performance.now();
    if (now < this.#due) this.#watch(now);
    else this.fail(new Pop3Error('timeout', 'The server did not answer in time.'));
  };

  #onArrival = (): void => {
    if (this.unread > highWater) this.#socket.pause();
    // The TLS records of one moment come as so many events; the reader gets them together.
    if (this.#wake !== undefined) this.#waking ??= setImmediate(this.#wakeReader);
  };

  #onError = (cause: NodeJS.ErrnoException): void => this.#end(fromSocket(cause));

  #onEnd = (): void => this.#end(new Pop3Error('connection', 'The server closed the connection.'));

  #onAbort = (): void => {
    this.fail(new Pop3Error('aborted', 'The session was cancelled.', { cause: this.#options.signal?.reason }));
  };

  // What arrived before the end stays readable: a server may say why it hangs up.
  #end(reason: Pop3Error): void {
    if (this.#failure === undefined) {
      this.#failure = reason;
      this.#letGo();
      this.#socket.destroy();
    }
    this.#wakeReader();
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#intake.heard = () => {};
    this.#socket.off('error', this.#onError);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onEnd);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #wakeReader = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    this.#waking = undefined;
    wake?.();
  };
}

/** Translates an error of Node's net or tls. Certificate and handshake errors carry codes that are no system errors. */
export function fromSocket(cause: NodeJS.ErrnoException): Pop3Error {
  const code = cause.code ?? '';
  const isSystem = /^E[A-Z]/.test(code) && !code.startsWith('ERR') && code !== 'EPROTO';
  return isSystem
    ? new Pop3Error('connection', `The connection failed (${code}).`, { cause })
    : new Pop3Error('tls', `TLS failed (${code || 'no code'}).`, { cause });
}
