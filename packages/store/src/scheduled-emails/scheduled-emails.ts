import type { ScheduledEmail, ScheduledEmails, Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { ScheduledEmailRow } from '../rows/settings.ts';
import { entityManagerOf } from '../tx.ts';

/** Scheduled e-mails behind domain's port. */
export function scheduledEmailStore(database: Database): ScheduledEmails {
  return {
    load: async (id) =>
      scheduledEmailOf(
        found(await database.ask((m) => m.findOneBy(ScheduledEmailRow, { id })), 'scheduled e-mail', id),
      ),

    sent: (tx, id, outboundMessageId) => ended(tx, id, { state: 'sent', outboundMessageId }),
    missed: (tx, id) => ended(tx, id, { state: 'missed' }),
  };
}

type End = { state: 'sent'; outboundMessageId: string } | { state: 'missed' };

async function ended(tx: Tx, id: string, end: End): Promise<boolean> {
  const { affected } = await entityManagerOf(tx).update(
    ScheduledEmailRow,
    { id, state: 'scheduled' },
    { ...end, version: () => 'version + 1', updatedAt: () => 'now()' },
  );
  return affected === 1;
}

/** The record without the times that only the table needs. */
const scheduledEmailOf = ({ createdAt: _, updatedAt: __, ...scheduled }: ScheduledEmailRow): ScheduledEmail =>
  scheduled;
