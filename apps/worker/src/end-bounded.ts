import { setTimeout } from 'node:timers/promises';
import { type Milliseconds, seconds } from '@zaakpost/domain';
import type { Runner } from '@zaakpost/pipeline';
import type { HostedStage } from '@zaakpost/queue';

const AFTER_RELEASE = seconds(1.5);

/**
 * Takes no new work, lets what runs come to its end within the grace period, gives back what does not, and leaves behind
 * what does not even listen: its lease ends, and the sweep finds it.
 */
export async function endBounded({
  hosted,
  runner,
  grace,
}: {
  hosted: readonly HostedStage[];
  runner: Runner;
  grace: Milliseconds;
}): Promise<void> {
  const drained = Promise.all(hosted.map((stage) => stage.drain())).then(() => true);
  if (!(await within(drained, grace))) {
    runner.release();
    if (!(await within(drained, AFTER_RELEASE))) await Promise.all(hosted.map((stage) => stage.abandon()));
  }
  runner.close();
}

const within = (work: Promise<boolean>, time: Milliseconds): Promise<boolean> =>
  Promise.race([work, setTimeout(time, false, { ref: false })]);
