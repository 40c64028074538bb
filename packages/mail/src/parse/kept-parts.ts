import type { BlobRef } from '@zaakpost/domain';

/** Takes one decoded part to its end. */
export type Keep = (content: AsyncIterable<Buffer>) => Promise<BlobRef>;

/** Bytes of a part that are held, so that it is kept while the next is read. */
const SMALL = 131_072;
/** Kept at the same time, of one message: a store waits for the disk once for many. */
const AT_A_TIME = 16;

/** The parts of one message on their way to their keeper, in the order in which they came. */
export class KeptParts {
  readonly #keep: Keep;
  readonly #parts: Promise<BlobRef>[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #fault: { error: unknown } | null = null;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  /**
   * Takes a part. A small one is kept in the background once it is whole.
   *
   * @throws what `content` throws, of which nothing is kept then; what the keeper of this part or of an earlier one threw.
   */
  async take(content: AsyncIterator<Buffer, void>): Promise<void> {
    const held: Buffer[] = [];
    let size = 0;
    while (size <= SMALL) {
      const next = await content.next();
      if (next.done) return await this.#inBackground(held);
      held.push(next.value);
      size += next.value.length;
    }
    const part = await this.#keep(following(held, content));
    this.#parts.push(Promise.resolve(part));
  }

  /** All that was taken whole, once it is kept. @throws what a keeper threw. */
  all(): Promise<BlobRef[]> {
    return Promise.all(this.#parts);
  }

  /** Until nobody is at work any more, however it ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #inBackground(chunks: Buffer[]): Promise<void> {
    while (this.#underWay.size >= AT_A_TIME) await Promise.race(this.#underWay);
    if (this.#fault) throw this.#fault.error;
    const keeping = this.#keep(following(chunks));
    this.#parts.push(keeping);
    const settled: Promise<void> = keeping
      .then(
        () => undefined,
        (error) => {
          this.#fault ??= { error };
        },
      )
      .finally(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
  }
}

async function* following(held: Buffer[], rest?: AsyncIterator<Buffer, void>): AsyncGenerator<Buffer, void> {
  yield* held;
  for (let next = await rest?.next(); next && !next.done; next = await rest?.next()) yield next.value;
}
