import type { EndedReading } from '@zaakpost/store';
import type { Registry } from '@zaakpost/telemetry';
import { Counter } from 'prom-client';

/**
 * Counts what the ledger says has ended, since this process started and some seconds late. Every API process counts all
 * of it: take the maximum over them, not the sum.
 */
export function ledgerCounters(registry: Registry, read: (since: string | null) => Promise<EndedReading>): void {
  let since: string | null = null;
  let counting: Promise<void> | undefined;
  // Both counters ask before the first is answered; and two scrapes at once must not count the same stretch twice.
  const count = () => {
    counting ??= counted().finally(() => {
      counting = undefined;
    });
    return counting;
  };
  const counted = async () => {
    const { until, ended } = await read(since);
    since = until;
    for (const { stage, outcome, code, count, seconds: took } of ended) {
      steps.inc({ stage, outcome, code: code ?? 'none' }, count);
      seconds.inc({ stage }, took);
    }
  };
  const steps = new Counter({
    name: 'zaakpost_steps_total',
    help: 'Steps that ended, by stage, outcome and error code, as the ledger has them.',
    labelNames: ['stage', 'outcome', 'code'],
    registers: [registry],
    collect: count,
  });
  const seconds = new Counter({
    name: 'zaakpost_steps_seconds_total',
    help: 'Time that the last runs of ended steps took together.',
    labelNames: ['stage'],
    registers: [registry],
    collect: count,
  });
}
