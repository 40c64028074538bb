import type { Benchmark } from './benchmark.ts';
import { queue } from './queue.ts';

/** In the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [queue];
