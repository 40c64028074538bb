import type { Milliseconds } from './duration.ts';

/** How long to wait before attempt `attempts + 1`; `random` is in [0, 1) and spreads the waiting. */
export type Backoff = (attempts: number, random: number) => Milliseconds;

/**
 * Doubles from `first` up to `cap`; between half and the whole of that, so that a crowd that failed together
 * does not come back together.
 */
export function exponential(first: Milliseconds, { cap }: { cap: Milliseconds }): Backoff {
  return (attempts, random) => {
    const full = Math.min(cap, first * 2 ** Math.min(Math.max(attempts - 1, 0), 30));
    return Math.round(full / 2 + (full / 2) * random);
  };
}
