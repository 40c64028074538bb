/** How much is measured: a part of the corpus by default, all of it when asked. */
export interface Scale {
  full: boolean;
  /** Interleaved rounds of which the median counts. */
  rounds: number;
}

/** One line of the table. */
export interface Figure {
  what: string;
  unit: string;
  ours: number;
  /** The bare counterpart, measured in the same rounds; null where there is none. */
  bare: number | null;
  /** Ours to bare, as a rate: above 1 we are faster. Null where there is nothing to divide by. */
  ratio: number | null;
  /** What `ours` or `ratio` must be, in words; empty where it only informs. */
  target: string;
  /** Null where there is no target. */
  met: boolean | null;
}

/** One thing that is measured. */
export interface Benchmark {
  name: string;
  /** What is inside the measured time on both sides, in a sentence or two. */
  includes: string;
  run(scale: Scale): Promise<Figure[]>;
}

/** A figure whose ratio counts: rates, the more the better. */
export function compared(what: string, unit: string, sides: { ours: number; bare: number }, least?: number): Figure {
  const ratio = sides.ours / sides.bare;
  const target = least === undefined ? '' : `ratio of at least ${Number(least.toPrecision(2))}`;
  return { what, unit, ...sides, ratio, target, met: least === undefined ? null : ratio >= least };
}

/** A figure that stands on its own. */
export function alone(
  what: string,
  unit: string,
  ours: number,
  target: { least: number } | { most: number } | null = null,
): Figure {
  const figure = { what, unit, ours, bare: null, ratio: null };
  if (target === null) return { ...figure, target: '', met: null };
  if ('least' in target)
    return { ...figure, target: `at least ${Number(target.least.toPrecision(3))} ${unit}`, met: ours >= target.least };
  return { ...figure, target: `at most ${target.most} ${unit}`, met: ours <= target.most };
}
