import { Readable, type Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Milliseconds } from '@zaakpost/domain';

const PIECE = 16_384;

/** Whoever was given the bytes takes more processor time for them than they are worth. */
export class TooCostly extends Error {}

/**
 * Bytes for a writer who works on each piece before he takes the next. They come in small pieces, between which others of
 * this process have their turn; and after so much processor time of the writer's, and nobody else's, ends with TooCostly.
 */
export class PacedBody extends Readable {
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #most: Milliseconds;

  constructor(bytes: AsyncIterable<Uint8Array>, most: Milliseconds) {
    super({ read: () => undefined });
    this.#bytes = bytes;
    this.#most = most;
  }

  override pipe<To extends NodeJS.WritableStream>(to: To): To {
    this.#feed(to as unknown as Writable).catch((error: Error) => this.destroy(error));
    return to;
  }

  async #feed(to: Writable): Promise<void> {
    let spent = 0;
    for await (const chunk of this.#bytes) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        await turn();
        const before = process.threadCpuUsage();
        await taken(to, chunk.subarray(at, at + PIECE));
        const { user, system } = process.threadCpuUsage(before);
        spent += (user + system) / 1_000;
        if (spent > this.#most) throw new TooCostly('It takes too much processor time.');
      }
    }
    to.end();
  }
}

const taken = (to: Writable, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
