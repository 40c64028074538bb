import type { Views } from '@zaakpost/store';
import type { Registry } from '@zaakpost/telemetry';
import { Gauge } from 'prom-client';

/** What does not add up in the ledger, read from the database at each scrape. */
export function ledgerGauges(registry: Registry, { ledger }: Pick<Views, 'ledger'>): void {
  const differences = new Gauge({
    name: 'zaakpost_ledger_difference',
    help: 'Mails that do not add up: overdue (stored, at no end after a day), waiting or vanished (seen on a server, not stored).',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      for (const [kind, count] of Object.entries(await ledger.differences())) differences.set({ kind }, count);
    },
  });
}
