import { randomUUID } from 'node:crypto';
import type { ListedMail, MailboxSession, Tx } from '@zaakpost/domain';
import { entityManagerOf } from '../tx.ts';
import { listedColumns, STANDS_FOR } from './listed.ts';

/** What the column for a size holds at most; a server may claim anything. */
const MOST_SIZE = 2_147_483_647;

/** Puts mails on record as left on the server, those that are not yet. */
export async function tooLarge(tx: Tx, session: MailboxSession, mails: readonly ListedMail[]): Promise<void> {
  if (mails.length === 0) return;
  await entityManagerOf(tx).query(
    `with large as (
       select row.id, row.unique_id, row.size, listed.inbound_id
         from unnest($2::text[], $3::bigint[], $4::integer[], $5::uuid[])
              as listed (unique_id, size, copy, inbound_id)
         join server_message row on ${STANDS_FOR}
        where row.inbound_message_id is null
          for update of row
     ), noted as (
       insert into inbound_message (id, state, source, mailbox_id, unique_id, raw_size, session_id, delivered_to)
       select inbound_id, 'leftOnServer',
              jsonb_build_object('kind', 'pop3', 'mailboxId', $1::uuid, 'uniqueId', left(unique_id, 200)),
              $1, left(unique_id, 200), least(size, ${MOST_SIZE}), $6, $7
         from large
     )
     update server_message row set inbound_message_id = large.inbound_id from large where row.id = large.id`,
    [session.mailboxId, ...listedColumns(mails), mails.map(() => randomUUID()), session.sessionId, session.deliveredTo],
  );
}
