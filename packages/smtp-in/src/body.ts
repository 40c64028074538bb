import { DataDecoder } from './data-decoder.ts';
import type { SmtpLimits } from './limits.ts';
import { type Reply, replies } from './reply.ts';
import type { Wire } from './wire.ts';

/** The message did not come whole, or may not be kept. Nobody shall store what was read of it. */
export class BodyRefused extends Error {
  /** Null: the client is gone, nobody is there to be told. */
  readonly reply: Reply | null;

  constructor(reply: Reply | null) {
    super(reply === null ? 'The client went away within the message.' : reply.text);
    this.name = 'BodyRefused';
    this.reply = reply;
  }
}

/** One message as it comes off the wire, up to its final dot. */
export class Body {
  readonly #wire: Wire;
  readonly #limits: SmtpLimits;
  readonly #keepsBareLineEnds: boolean;
  readonly #decoder = new DataDecoder();
  readonly #deadline: number;
  #size = 0;
  #waited = 0;
  #over = false;
  #refusal: BodyRefused | undefined;

  constructor(wire: Wire, limits: SmtpLimits, { keepsBareLineEnds }: { keepsBareLineEnds: boolean }) {
    this.#wire = wire;
    this.#limits = limits;
    this.#keepsBareLineEnds = keepsBareLineEnds;
    this.#deadline = performance.now() + limits.message;
  }

  /** What spoke against it, if anything did. */
  get refusal(): BodyRefused | undefined {
    return this.#refusal;
  }

  /** Did the final dot come? Else the client and we are not at the same place, and the connection must end. */
  get over(): boolean {
    return this.#over;
  }

  async *bytes(): AsyncGenerator<Buffer> {
    while (!this.#over) {
      const piece = await this.#next();
      if (this.#size > this.#limits.size) throw this.#refuse(replies.tooLarge);
      if (this.#over && this.#decoder.bareLineEnds && !this.#keepsBareLineEnds) {
        throw this.#refuse(replies.bareLineEnds);
      }
      if (piece.length > 0) yield piece;
    }
  }

  /** Reads on to the final dot and throws away, so that the client hears why; no further than one largest message more. */
  async drain(): Promise<void> {
    const most = this.#size + this.#limits.size;
    try {
      while (!this.#over && this.#size <= most) await this.#next();
    } catch (error) {
      if (!(error instanceof BodyRefused)) throw error;
    }
  }

  async #next(): Promise<Buffer> {
    const { block, slowest } = this.#limits;
    const started = performance.now();
    const read = await this.#wire.read(Math.min(block, Math.max(this.#deadline - started, 0)));
    this.#waited += performance.now() - started;
    if (read === 'ended' || read === 'broken') throw this.#refuse(null);
    if (typeof read === 'string') throw this.#refuse(replies.tooSlow);
    const { bytes, rest } = this.#decoder.push(read);
    this.#size += bytes.length;
    if (rest !== undefined) {
      this.#over = true;
      this.#wire.putBack(rest);
    } else if (this.#waited > block && this.#size < (this.#waited / 1000) * slowest) {
      throw this.#refuse(replies.tooSlow);
    }
    return bytes;
  }

  #refuse(reply: Reply | null): BodyRefused {
    const refusal = new BodyRefused(reply);
    // That the client is gone is said last, whatever was wrong before.
    if (this.#refusal === undefined || reply === null) this.#refusal = refusal;
    return refusal;
  }
}
