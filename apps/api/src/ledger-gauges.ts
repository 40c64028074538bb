import type { MailboxItem, Views } from '@zaakpost/store';
import type { Registry } from '@zaakpost/telemetry';
import { Gauge } from 'prom-client';

type Read = Pick<Views, 'ledger' | 'mailboxes'>;

/** What does not add up in the ledger, and how many mailboxes do well: read from the database at each scrape. */
export function ledgerGauges(registry: Registry, { ledger, mailboxes }: Read): void {
  const differences = new Gauge({
    name: 'zaakpost_ledger_difference',
    help: 'Mails that do not add up: overdue (stored, at no end after a day), waiting or vanished (seen on a server, not stored).',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      for (const [kind, count] of Object.entries(await ledger.differences())) differences.set({ kind }, count);
    },
  });
  const condition = new Gauge({
    name: 'zaakpost_mailboxes',
    help: 'Mailboxes by how they do: well, failing, silent, off.',
    labelNames: ['condition'],
    registers: [registry],
    async collect() {
      const counts = { well: 0, failing: 0, silent: 0, off: 0 };
      for (const mailbox of await mailboxes.list()) counts[conditionOf(mailbox)] += 1;
      for (const [name, count] of Object.entries(counts)) condition.set({ condition: name }, count);
    },
  });
}

function conditionOf({ active, health }: MailboxItem): 'well' | 'failing' | 'silent' | 'off' {
  if (!active) return 'off';
  if (health.failingSince !== null) return 'failing';
  return health.silentSince === null ? 'well' : 'silent';
}
