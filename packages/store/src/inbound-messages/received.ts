import type { ReceivedMail, Tx } from '@zaakpost/domain';
import { recordedJson, recordedOrNull } from '../recorded-text.ts';
import { entityManagerOf } from '../tx.ts';

/** Puts mails on record, each once by its id, and gives the ids of those that were not yet. */
export async function insertReceived(tx: Tx, mails: readonly ReceivedMail[]): Promise<string[]> {
  if (mails.length === 0) return [];
  const origins = mails.map(({ source }) => sourceColumns(source));
  // One statement however many they are: a query builder takes the square of their number.
  const inserted: { id: string }[] = await entityManagerOf(tx).query(
    `insert into inbound_message
            (id, raw_sha256, raw_size, delivered_to, session_id, source, mailbox_id, unique_id)
     select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::jsonb[], $7::uuid[], $8::text[])
         on conflict do nothing
     returning id`,
    [
      mails.map(({ id }) => id),
      mails.map(({ raw }) => raw.sha256),
      mails.map(({ raw }) => raw.size),
      mails.map(({ deliveredTo }) => recordedOrNull(deliveredTo, 320)),
      mails.map(({ sessionId }) => sessionId ?? null),
      origins.map(({ source }) => JSON.stringify(source)),
      origins.map(({ mailboxId }) => mailboxId ?? null),
      origins.map(({ uniqueId }) => uniqueId ?? null),
    ],
  );
  const ids = new Set(inserted.map(({ id }) => id));
  return mails.map(({ id }) => id).filter((id) => ids.has(id));
}

/** The columns that say where a mail came from. */
export function sourceColumns(source: ReceivedMail['source']) {
  const kept = recordedJson(source, 1_000);
  if (kept.kind !== 'pop3') return { source: kept };
  const uniqueId = kept.uniqueId.slice(0, 200);
  return { source: { ...kept, uniqueId }, mailboxId: kept.mailboxId, uniqueId };
}
