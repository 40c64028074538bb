import type { Milliseconds } from '@zaakpost/domain';
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

/** Makes a cell, still empty. */
export function cell(
  start: () => Promise<Chromium>,
  { deadline, renewAfter }: { deadline: Milliseconds; renewAfter: number },
): Cell {
  let inside: Chromium | undefined;
  let uses = 0;
  let closed = false;

  const empty = async () => {
    const gone = inside;
    inside = undefined;
    uses = 0;
    await gone?.kill();
  };

  return {
    async use(work, signal) {
      if (closed) throw new Error('The renderer is closed.');
      inside ??= await start();
      try {
        const answer = await Promise.race([work(inside), inside.died, overdue(deadline, signal)]);
        uses += 1;
        if (uses >= renewAfter) await empty();
        return answer;
      } catch (error) {
        await empty();
        throw error;
      }
    },
    async close() {
      closed = true;
      await empty();
    },
  };
}

function overdue(deadline: Milliseconds, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`Chromium did not finish within ${deadline / 1000} s.`)), deadline);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    timer.unref();
  });
}
