import { setTimeout } from 'node:timers/promises';
import { seconds } from '@zaakpost/domain';
import { type Database, views } from '@zaakpost/store';
import type { LiveLine } from '@zaakpost/telemetry';
import { isOver, progressLine, progressOf } from './progress.ts';

const LOOK_EVERY = seconds(0.5);

interface Watched {
  database: Database;
  expected: number;
  line: LiveLine;
  signal: AbortSignal;
}

/** Shows how far the samples are until all have come to their ends, then says so. */
export async function watchSamples({ database, expected, line, signal }: Watched): Promise<void> {
  const { pipeline } = views(database);
  const began = performance.now();
  while (!signal.aborted) {
    const progress = progressOf(await pipeline.read());
    if (!isOver(progress, expected)) line.show(progressLine(progress, expected));
    else {
      const took = Math.round((performance.now() - began) / 1000);
      line.say(
        `${progressLine(progress, expected)}\nAll ${expected} sample mails have reached their ends (${took} s).`,
      );
      return;
    }
    await setTimeout(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
}
