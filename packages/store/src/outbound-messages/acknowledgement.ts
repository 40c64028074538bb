import { createHash } from 'node:crypto';
import type { NewOutboundMessage, NewStep, Tx } from '@zaakpost/domain';
import { entityManagerOf } from '../tx.ts';
import { queued } from './queued.ts';

/**
 * Queues an acknowledgement for those of its recipients who got none today (in Europe/Amsterdam, by the database's clock).
 * The unique key decides between two that come at once: the later one waits for the end of the earlier one's transaction.
 */
export async function acknowledgementQueued(tx: Tx, message: NewOutboundMessage): Promise<NewStep | null> {
  const granted = await grantedToday(tx, message);
  const recipients = message.recipients.filter(({ address }) => granted.has(addressHash(address)));
  return recipients.length === 0 ? null : await queued(tx, { ...message, recipients });
}

async function grantedToday(tx: Tx, { id, recipients }: NewOutboundMessage): Promise<Set<string>> {
  const hashes = [...new Set(recipients.map(({ address }) => addressHash(address)))].toSorted();
  await entityManagerOf(tx).query(
    `insert into acknowledgement_day (address_hash, day, outbound_message_id)
     select hash, (now() at time zone 'Europe/Amsterdam')::date, $2 from unnest($1::text[]) as hash
      where not exists (select 1 from acknowledgement_day where outbound_message_id = $2)
         on conflict do nothing`,
    [hashes, id],
  );
  const rows: { hash: string }[] = await entityManagerOf(tx).query(
    'select address_hash as hash from acknowledgement_day where outbound_message_id = $1',
    [id],
  );
  return new Set(rows.map(({ hash }) => hash));
}

// The address itself is nobody's business here, and outlives no retention term.
const addressHash = (address: string) => createHash('sha256').update(address.trim().toLowerCase()).digest('hex');
