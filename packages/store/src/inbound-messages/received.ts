import type { ReceivedMail, Tx } from '@zaakpost/domain';
import { recordedJson, recordedOrNull } from '../recorded-text.ts';
import { InboundMessageRow } from '../rows/inbound-message.ts';
import { entityManagerOf } from '../tx.ts';

/** A row of an earlier session whose QUIT was never confirmed: its mail may come back. */
interface Unconfirmed {
  id: string;
  mailboxId: string;
  uniqueId: string;
  sha256: string;
}

/**
 * Puts mails on record and gives the ids of the new ones. Each mail that came back takes one earlier row, so that two
 * equal mails in one mailbox stay two.
 */
export async function received(tx: Tx, mails: ReceivedMail[]): Promise<string[]> {
  const earlier = await unconfirmed(tx, mails);
  const fresh: ReceivedMail[] = [];
  for (const mail of mails) {
    const row = takeEarlier(earlier, mail);
    if (row) await belongsToSession(tx, row.id, mail);
    else fresh.push(mail);
  }
  return await insert(tx, fresh);
}

async function unconfirmed(tx: Tx, mails: ReceivedMail[]): Promise<Unconfirmed[]> {
  const fetched = mails.flatMap(({ id, source, raw, sessionId }) =>
    source.kind === 'pop3' ? [{ id, mailboxId: source.mailboxId, sha256: raw.sha256, sessionId }] : [],
  );
  if (fetched.length === 0) return [];
  return await entityManagerOf(tx).query(
    `select row.id, row.mailbox_id as "mailboxId", row.unique_id as "uniqueId", row.raw_sha256 as sha256
       from inbound_message row
      where row.quit_confirmed_at is null
        and (row.mailbox_id, row.raw_sha256) in (select * from unnest($1::uuid[], $2::text[]))
        and row.session_id <> all($3::text[])
        and row.id <> all($4::uuid[])
      order by row.received_at, row.id
        for update`,
    [
      fetched.map(({ mailboxId }) => mailboxId),
      fetched.map(({ sha256 }) => sha256),
      [...new Set(fetched.map(({ sessionId }) => sessionId ?? ''))],
      fetched.map(({ id }) => id),
    ],
  );
}

// Servers may give a mail another unique-id in the next session, so an equal one is preferred and not required.
function takeEarlier(earlier: Unconfirmed[], { source, raw }: ReceivedMail): Unconfirmed | undefined {
  if (source.kind !== 'pop3') return undefined;
  const equal = earlier.filter((row) => row.mailboxId === source.mailboxId && row.sha256 === raw.sha256);
  const taken = equal.find((row) => row.uniqueId === source.uniqueId) ?? equal[0];
  if (taken) earlier.splice(earlier.indexOf(taken), 1);
  return taken;
}

async function belongsToSession(tx: Tx, id: string, { sessionId, source }: ReceivedMail): Promise<void> {
  await entityManagerOf(tx).update(InboundMessageRow, { id }, { sessionId, ...sourceColumns(source) });
}

async function insert(tx: Tx, mails: ReceivedMail[]): Promise<string[]> {
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

function sourceColumns(source: ReceivedMail['source']) {
  const kept = recordedJson(source, 1_000);
  if (kept.kind !== 'pop3') return { source: kept };
  const uniqueId = kept.uniqueId.slice(0, 200);
  return { source: { ...kept, uniqueId }, mailboxId: kept.mailboxId, uniqueId };
}
