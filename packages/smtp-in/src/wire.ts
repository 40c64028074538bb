import type { Socket } from 'node:net';

const LF = 0x0a;
const CR = 0x0d;
/** Beyond this many unread bytes the socket is paused, and with it the client. */
const HIGH_WATER = 128 * 1024;

/** Why there is nothing to read: the client ended its side, the connection broke, time ran out, somebody wants the reader back. */
export type Nothing = 'ended' | 'broken' | 'late' | 'called';

/** A command line without its CR LF, or why there is none. `early`: not a byte of it had come. */
export type Line =
  | { readonly bytes: Buffer }
  | { readonly none: Nothing; readonly early: boolean }
  | { readonly none: 'bare' | 'long' };

export interface LineLimits {
  readonly length: number;
  /** Milliseconds until its first byte, and from there to its end. */
  readonly idle: number;
  readonly whole: number;
}

/** The bytes to and from one client: pulled, bounded, and timed. */
export class Wire {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #unread = 0;
  #received = 0;
  #over: 'ended' | 'broken' | undefined;
  #wake: (() => void) | undefined;
  readonly #broken = new AbortController();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onBroken);
    socket.on('close', this.#onBroken);
    if (socket.destroyed) this.#onBroken();
  }

  /** Bytes that came so far, and how many of them were read. */
  get received(): number {
    return this.#received;
  }
  get consumed(): number {
    return this.#received - this.#unread;
  }

  /** Comes when nothing can be answered any more. */
  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  /** All that has arrived, or the next bytes to come within `wait` milliseconds. They are the caller's. */
  async read(wait: number, call?: AbortSignal): Promise<Buffer | Nothing> {
    if (this.#unread === 0) await this.#arrival(wait, call);
    if (this.#unread === 0) return this.#over ?? (call?.aborted ? 'called' : 'late');
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#unread = 0;
    if (this.#socket.isPaused()) this.#socket.resume();
    return bytes;
  }

  /** Gives back what was read too far. */
  putBack(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#chunks.unshift(bytes);
    this.#unread += bytes.length;
  }

  /** The next line; only CR LF ends one. `call` is heard only while not a byte of it has come. */
  async line({ length, idle, whole }: LineLimits, call?: AbortSignal): Promise<Line> {
    const first = await this.read(idle, call);
    if (typeof first === 'string') return { none: first, early: true };
    let bytes = first;
    const deadline = performance.now() + whole;
    for (;;) {
      const end = bytes.indexOf(LF);
      if ((end === -1 ? bytes.length : end) > length) return { none: 'long' };
      if (end !== -1) return this.#lineOf(bytes, end);
      const more = await this.read(Math.max(deadline - performance.now(), 0));
      if (typeof more === 'string') return { none: more, early: false };
      bytes = Buffer.concat([bytes, more]);
    }
  }

  /** Sends; a client that does not read its answers is waited for, at most `wait` milliseconds. */
  async write(text: string, wait: number): Promise<void> {
    if (this.#broken.signal.aborted || this.#socket.write(text)) return;
    const drained = Promise.withResolvers<void>();
    const late = setTimeout(() => this.destroy(), wait);
    this.#socket.once('drain', drained.resolve);
    const broken = () => drained.resolve();
    this.#broken.signal.addEventListener('abort', broken, { once: true });
    await drained.promise;
    clearTimeout(late);
    this.#broken.signal.removeEventListener('abort', broken);
    this.#socket.off('drain', drained.resolve);
  }

  /** Lets go of the socket, so that TLS can take it over. */
  release(): Socket {
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('error', this.#onBroken);
    this.#socket.off('close', this.#onBroken);
    return this.#socket;
  }

  /**
   * Hangs up so that the last answer arrives: closing a socket with unread bytes makes the system take back what it had
   * still to send. So what comes is thrown away until the client hangs up too, at most `linger` milliseconds.
   */
  async hangUp(linger: number): Promise<void> {
    if (!this.#broken.signal.aborted) {
      this.#socket.end();
      const deadline = performance.now() + linger;
      let read: Buffer | Nothing = 'late';
      do read = await this.read(Math.max(deadline - performance.now(), 0));
      while (typeof read !== 'string' && performance.now() < deadline);
    }
    this.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
    this.#onBroken();
  }

  #lineOf(bytes: Buffer, end: number): Line {
    this.putBack(bytes.subarray(end + 1));
    const line = bytes.subarray(0, end - 1);
    return end === 0 || bytes[end - 1] !== CR || line.includes(CR) ? { none: 'bare' } : { bytes: line };
  }

  async #arrival(wait: number, call: AbortSignal | undefined): Promise<void> {
    if (this.#over !== undefined || call?.aborted) return;
    const arrived = Promise.withResolvers<void>();
    this.#wake = arrived.resolve;
    const late = setTimeout(arrived.resolve, wait);
    const called = () => arrived.resolve();
    call?.addEventListener('abort', called, { once: true });
    await arrived.promise;
    call?.removeEventListener('abort', called);
    clearTimeout(late);
    this.#wake = undefined;
  }

  #onData = (chunk: Buffer): void => {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    this.#unread += chunk.length;
    if (this.#unread > HIGH_WATER) this.#socket.pause();
    this.#wake?.();
  };

  #onEnd = (): void => {
    this.#over ??= 'ended';
    this.#wake?.();
  };

  #onBroken = (): void => {
    this.#over = 'broken';
    this.#chunks = [];
    this.#unread = 0;
    this.#broken.abort();
    this.#wake?.();
  };
}
