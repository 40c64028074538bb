import { setTimeout } from 'node:timers/promises';
import { seconds } from '@zaakpost/domain';
import type { LiveLine } from '@zaakpost/telemetry';

export interface Ending {
  /** Aborted when the end has begun. */
  readonly signal: AbortSignal;
  /** Says why, stops what runs and ends the process with exit code 1; does nothing when the end has begun already. */
  because(sentence: string): Promise<void>;
}

const LONGEST_END = seconds(30);
const LOOK_EVERY = seconds(1);

/** Stops everything on the stack, once: on Ctrl-C, when asked to end, and when the process that started us is gone. */
export function endOnSignal(stack: AsyncDisposableStack, line: LiveLine): Ending {
  const ending = new AbortController();

  async function end(exitCode: number): Promise<void> {
    if (ending.signal.aborted) return;
    ending.abort();
    const late = setTimeout(LONGEST_END, undefined, { ref: false }).then(() => process.exit(1));
    await Promise.race([stack.disposeAsync().catch(() => undefined), late]);
    process.exit(exitCode);
  }
  function endInOrder(): void {
    if (ending.signal.aborted) return;
    line.say('Zaakpost stops ...');
    void end(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endInOrder);
  process.on('disconnect', endInOrder);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) endInOrder();
  }, LOOK_EVERY);

  return {
    signal: ending.signal,
    async because(sentence) {
      if (ending.signal.aborted) return;
      line.say('');
      console.error(sentence);
      await end(1);
    },
  };
}
