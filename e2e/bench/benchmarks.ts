import type { Benchmark } from './benchmark.ts';
import { delayed } from './delayed.ts';
import { house } from './house.ts';
import { parse } from './parse.ts';
import { pdf } from './pdf.ts';
import { pop3 } from './pop3.ts';
import { queue } from './queue.ts';
import { receive } from './receive.ts';
import { records } from './records.ts';
import { screening } from './screening.ts';
import { send } from './send.ts';

/** In the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [
  ...[queue, delayed, pop3, receive, parse, screening, pdf, send, house, records],
];
