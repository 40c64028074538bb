import { setTimeout as pause } from 'node:timers/promises';

/** How long {@link until} goes on, and what it was waiting for, in words that complete "waited 5 s for ...". */
export interface Patience {
  readonly what: string;
  /** Milliseconds; 60,000 when not given: a wait ends as soon as what is awaited is there, however slow the machine. */
  readonly deadline?: number;
  /** Milliseconds between two looks; 25 when not given. */
  readonly every?: number;
}

/**
 * Asks again and again until `check` returns something other than `undefined`, `null` or `false`, and returns that.
 * Throws after the deadline, with the last error of `check` as cause. For what announces itself by no event.
 */
export async function until<T>(
  check: () => T | Promise<T>,
  { what, deadline = 60_000, every = 25 }: Patience,
): Promise<Exclude<T, undefined | null | false>> {
  const end = performance.now() + deadline;
  let cause: unknown;
  do {
    try {
      const answer = await check();
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(every);
  } while (performance.now() < end);
  throw new Error(`waited ${deadline / 1000} s in vain for ${what}`, { cause });
}
