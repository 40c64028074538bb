import type { Dialogue } from './dialogue.ts';
import { Pop3Error } from './error.ts';
import { Unstuffing } from './unstuffing.ts';

/** What a message on its way is made of: the session it comes from, and what to do once it has come. */
type BodyOptions = { dialogue: Dialogue; refused?: Pop3Error | undefined; onEnd?: () => void };

/**
 * The raw bytes of one message, to be read once, in order, as they arrive; the server waits while the reader does.
 * Reading ends cleanly only after the terminator was seen: a lost connection, a deadline or a limit throws.
 * Leaving early (`break`) reads the rest and throws it away, since POP3 cannot stop a message.
 */
export class MessageBody implements AsyncIterable<Buffer> {
  readonly #options: BodyOptions;
  readonly #unstuffing = new Unstuffing();
  #received = 0;
  #discarding: Promise<void> | undefined;
  readonly #over = Promise.withResolvers<void>();
  #state: 'untouched' | 'being read' | 'discarded' = 'untouched';
  #ended = false;

  /** Made by the session only. */
  constructor(options: BodyOptions) {
    this.#options = options;
    this.#ended = options.refused !== undefined;
    if (this.#ended) this.#over.resolve();
  }

  /**
   * Fulfils when nothing more of it will be read, for whatever reason: its reader has got all of it, it was thrown away, or
   * it failed. The next message can be taken then without a wait; never rejects.
   */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of this.borrowed()) yield Buffer.from(piece);
  }

  /**
   * The same for a reader in a hurry: each piece is good only until the next is asked for, and its memory is then used
   * again. Whoever keeps a piece, or hands it to a stream, reads the body itself instead.
   */
  async *borrowed(): AsyncGenerator<Buffer, void, undefined> {
    if (this.#options.refused !== undefined) throw this.#options.refused;
    this.#refuseUnless('untouched');
    this.#state = 'being read';
    try {
      for (let bytes = await this.#next(); bytes !== undefined; bytes = await this.#next()) {
        if (bytes.length > 0) yield bytes;
        this.#refuseUnless('being read');
      }
    } finally {
      await this.discard();
    }
  }

  /** Reads what is left and throws it away, once for all who ask. Nothing happens when nothing is left. */
  discard(): Promise<void> {
    this.#discarding ??= this.#readOn();
    return this.#discarding;
  }

  async #readOn(): Promise<void> {
    this.#state = 'discarded';
    try {
      let bytes = await this.#next();
      while (bytes !== undefined) bytes = await this.#next();
    } finally {
      this.#over.resolve();
    }
  }

  async #next(): Promise<Buffer | undefined> {
    if (this.#ended) return undefined;
    const { wire, limits } = this.#options.dialogue;
    const { bytes, rest } = this.#unstuffing.push(await wire.read());
    this.#received += bytes.length;
    if (this.#received > limits.body) {
      throw wire.fail(new Pop3Error('protocol', `The message is over ${limits.body} bytes.`));
    }
    if (rest !== undefined) this.#end(rest);
    return bytes;
  }

  #end(rest: Buffer): void {
    this.#ended = true;
    this.#options.dialogue.wire.putBack(rest.length);
    this.#options.onEnd?.();
  }

  #refuseUnless(state: 'untouched' | 'being read'): void {
    if (this.#state !== state) throw new Pop3Error('busy', 'A body can be read once, and only until it is discarded.');
  }
}
