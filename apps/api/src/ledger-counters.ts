import type { EndedReading } from '@zaakpost/store';
import type { Registry } from '@zaakpost/telemetry';
import { Counter } from 'prom-client';

/**
 * Counts what the ledger says has ended, since this process started and some seconds late. Every API process counts all
 * of it: take the maximum over them, not the sum.
 */
export function ledgerCounters(registry: Registry, read: (since: string | null) => Promise<EndedReading>): void {
  let since: string | null = null;
  let reading: Promise<void> = Promise.resolve();
  const seconds = new Counter({
    name: 'zaakpost_steps_seconds_total',
    help: 'Time that the last runs of ended steps took together.',
    labelNames: ['stage'],
    registers: [registry],
  });
  new Counter({
    name: 'zaakpost_steps_total',
    help: 'Steps that ended, by stage, outcome and error code, as the ledger has them.',
    labelNames: ['stage', 'outcome', 'code'],
    registers: [registry],
    // Two scrapes at once must not count the same stretch twice.
    async collect() {
      reading = reading
        .catch(() => undefined)
        .then(async () => {
          const { until, ended } = await read(since);
          since = until;
          for (const { stage, outcome, code, count, seconds: took } of ended) {
            this.inc({ stage, outcome, code: code ?? 'none' }, count);
            seconds.inc({ stage }, took);
          }
        });
      await reading;
    },
  });
}
