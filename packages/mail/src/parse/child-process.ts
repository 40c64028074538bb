import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { seconds } from '@zaakpost/domain';
import { FRAME, type Frame, readFrames, writeFrame } from './frames.ts';
import type { ParseLimits } from './limits.ts';
import { ProcessUsage } from './process-usage.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const START_TIME = seconds(20);
const WATCH_EVERY = 250;

/** The child is gone, or was ended: the sentence says why. */
export class ChildGone extends Error {}

/**
 * One child that reads mail. It gets no environment, may write no file and start no program; what is left to it is its
 * socket.
 */
export class ParserChild {
  mails = 0;
  /** Why it was killed, or null while it was not. */
  killedFor: string | null = null;
  readonly #process: ChildProcess;
  readonly #socket: Duplex;
  readonly #frames: AsyncGenerator<Frame, void>;
  #lastWords = '';

  constructor(limits: ParseLimits) {
    const heap = `--max-old-space-size=${Math.ceil(limits.heap / 1_048_576)}`;
    this.#process = spawn(
      process.execPath,
      [heap, '--permission', '--allow-fs-read=*', CHILD, JSON.stringify(limits)],
      {
        env: {},
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    this.#socket = this.#process.stdio[3] as Duplex;
    this.#socket.on('error', () => this.#socket.destroy());
    this.#process.on('error', (error) => this.#socket.destroy(error));
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      if (this.#lastWords.length < 2_000) this.#lastWords += chunk.toString('latin1').slice(0, 2_000);
    });
    this.#frames = readFrames(this.#socket as AsyncIterable<Buffer>);
  }

  get alive(): boolean {
    return !this.#socket.destroyed && !this.#socket.readableEnded && this.#process.exitCode === null;
  }

  /** Waits until it can take mail. @throws Error when it does not start, with what it said. */
  async ready(): Promise<void> {
    const late = setTimeout(() => this.kill('it did not start in time'), START_TIME);
    try {
      const frame = await this.receive();
      if (frame.type !== FRAME.ready) throw new Error('The first frame is not `ready`.');
    } catch (error) {
      throw new Error(`The parser's child did not start: ${this.#lastWords.trim() || (error as Error).message}`);
    } finally {
      clearTimeout(late);
    }
    // From here on it reads mail, and what it prints might be somebody's.
    this.#process.stderr?.removeAllListeners('data').resume();
  }

  /** Sends the raw bytes. @throws whatever `raw` throws; ChildGone when there is nobody left to read them. */
  async send(raw: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of raw) await this.#write(FRAME.raw, chunk);
    await this.#write(FRAME.rawEnd);
  }

  async receive(): Promise<Frame> {
    const next = await this.#frames.next().catch(() => ({ done: true as const, value: undefined }));
    if (next.done) throw new ChildGone(this.killedFor ?? 'the reader ended by itself');
    return next.value;
  }

  kill(reason: string): void {
    this.killedFor ??= reason;
    this.#process.kill('SIGKILL');
    this.#socket.destroy();
  }

  /** Kills it when it takes more memory or more processor time from now on than it may. Gives what ends the watching. */
  watch({ memory, time }: Pick<ParseLimits, 'memory' | 'time'>): () => void {
    const usage = new ProcessUsage(this.#process.pid ?? 0);
    const timer = setInterval(async () => {
      const { resident, busy } = await usage.now();
      if (resident > memory) this.kill('it took too much memory');
      if (busy > time) this.kill(`it took longer than ${time / 1_000} s`);
    }, WATCH_EVERY);
    return () => clearInterval(timer);
  }

  /** Ends it and waits until it is gone. */
  async close(): Promise<void> {
    const gone = this.#process.exitCode !== null || this.#process.signalCode !== null;
    this.kill('the parser was closed');
    if (!gone && this.#process.pid !== undefined) await once(this.#process, 'exit');
  }

  async #write(type: Frame['type'], payload?: Uint8Array): Promise<void> {
    try {
      await writeFrame(this.#socket, type, payload);
    } catch (cause) {
      throw new ChildGone(this.killedFor ?? 'the reader ended by itself', { cause });
    }
  }
}
