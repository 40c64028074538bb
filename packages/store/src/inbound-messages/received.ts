import type { ReceivedMail, Tx } from '@zaakpost/domain';
import { recordedJson, recordedOrNull } from '../recorded-text.ts';
import { InboundMessageRow } from '../rows/inbound-message.ts';
import { entityManagerOf } from '../tx.ts';

/** Puts mails on record, each once by its id, and gives the ids of those that were not yet. */
export async function insertReceived(tx: Tx, mails: readonly ReceivedMail[]): Promise<string[]> {
  if (mails.length === 0) return [];
  const rows = mails.map(({ id, raw, source, deliveredTo, sessionId }) => ({
    id,
    rawSha256: raw.sha256,
    rawSize: raw.size,
    deliveredTo: recordedOrNull(deliveredTo, 320),
    sessionId,
    ...sourceColumns(source),
  }));
  const inserted = await entityManagerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(InboundMessageRow)
    .values(rows)
    .orIgnore()
    .returning('id')
    .execute();
  const ids = new Set((inserted.raw as { id: string }[]).map(({ id }) => id));
  return mails.map(({ id }) => id).filter((id) => ids.has(id));
}

/** The columns that say where a mail came from. */
export function sourceColumns(source: ReceivedMail['source']) {
  const kept = recordedJson(source, 1_000);
  if (kept.kind !== 'pop3') return { source: kept };
  const uniqueId = kept.uniqueId.slice(0, 200);
  return { source: { ...kept, uniqueId }, mailboxId: kept.mailboxId, uniqueId };
}
