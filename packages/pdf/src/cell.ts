import { setInterval as every } from 'node:timers/promises';
import { type Bytes, type Milliseconds, megabytes } from '@zaakpost/domain';
import type { Chromium } from './chromium.ts';

/** One Chromium for one mail at a time; another one after any failure, and after so many mails. */
export interface Cell {
  /**
   * Starts a Chromium where there is none.
   *
   * @throws Error fit to be shown as the reason for a plain PDF; the reason of `signal`.
   */
  use<T>(work: (chromium: Chromium) => Promise<T>, signal: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

export interface CellLimits {
  /** For one mail. */
  deadline: Milliseconds;
  /** For one Chromium with all its processes. */
  memory: Bytes;
  /** In mails. */
  renewAfter: number;
}

/** Makes a cell, still empty. */
export function cell(start: () => Promise<Chromium>, { deadline, memory, renewAfter }: CellLimits): Cell {
  let inside: Chromium | undefined;
  let uses = 0;
  let closed = false;

  const empty = async () => {
    const gone = inside;
    inside = undefined;
    uses = 0;
    await gone?.kill();
  };

  const enter = async () => {
    if (!closed) inside ??= await start();
    if (!closed && inside) return inside;
    await empty();
    throw new Error('The renderer is closing.');
  };

  return {
    async use(work, signal) {
      const chromium = await enter();
      const over = new AbortController();
      try {
        const answer = await Promise.race([
          work(chromium),
          chromium.died,
          overdue(deadline, signal),
          outgrown(chromium, memory, over.signal),
        ]);
        uses += 1;
        if (uses >= renewAfter) await empty();
        return answer;
      } catch (error) {
        await empty();
        throw error;
      } finally {
        over.abort();
      }
    },
    async close() {
      closed = true;
      await empty();
    },
  };
}

/** It can grow by some hundred megabytes between two looks. */
const LOOK_EVERY = 200;

/** Rejects when it holds more than `most`, and when `over` says that nobody asks any more. */
async function outgrown(chromium: Chromium, most: Bytes, over: AbortSignal): Promise<never> {
  for await (const _ of every(LOOK_EVERY, undefined, { signal: over })) {
    if ((await chromium.memory()) > most) break;
  }
  throw new Error(`Chromium took more than ${most / megabytes(1)} MB of memory.`);
}

function overdue(deadline: Milliseconds, signal: AbortSignal): Promise<never> {
  const late = new Error(`Chromium did not finish within ${deadline / 1_000} s.`);
  const either = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
  return new Promise((_, reject) => {
    const stop = () => reject(signal.aborted ? signal.reason : late);
    if (either.aborted) stop();
    else either.addEventListener('abort', stop, { once: true });
  });
}
