import { Transform, type TransformCallback } from 'node:stream';

export interface GateOptions {
  /** Resolves when all that was written so far is with the peer's side of the socket. */
  drained: () => Promise<void>;
  /** The commit that this message is being handed over. */
  handingOver: () => Promise<void>;
  /** Called in the same turn in which the terminator is let go. */
  onPassed: () => void;
}

/**
 * What stands between a message and its terminator. SMTP's DATA is one effect, and the terminator is where it happens:
 * the gate ends the stream only after everything else has left and the hand-over is on record. Once shut it never opens.
 */
export class Gate extends Transform {
  /** The terminator was let go: from here on only the server's reply tells what happened. */
  passed = false;
  /** What `handingOver` threw, if it did. */
  handingOverFault: { error: unknown } | null = null;
  readonly #options: GateOptions;
  #shut = false;
  #asking: Promise<void> = Promise.resolve();

  constructor(options: GateOptions) {
    super();
    this.#options = options;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.#asking = this.#pass().then(
      () => done(),
      (error) => done(error),
    );
  }

  /** Shuts it for good, unless it was passed, and waits for a commit that is under way. */
  async shut(): Promise<void> {
    this.#shut = true;
    await this.#asking;
  }

  async #pass(): Promise<void> {
    await this.#options.drained();
    this.#refuseWhenShut();
    try {
      await this.#options.handingOver();
    } catch (error) {
      this.handingOverFault = { error };
      throw error;
    }
    this.#refuseWhenShut();
    this.passed = true;
    this.#options.onPassed();
  }

  #refuseWhenShut(): void {
    if (this.#shut || this.destroyed) throw new Error('The gate is shut.');
  }
}
