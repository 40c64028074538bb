import { type ListedMail, type RememberedMail, type ServerMessages, seconds, type Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { entityManagerOf } from '../tx.ts';
import { LISTED, listedColumns, putListed, STANDS_FOR } from './listed.ts';
import { stored } from './stored.ts';
import { tooLarge } from './too-large.ts';
import { vanished } from './vanished.ts';

/** What lies in mailboxes, behind domain's port. */
export function serverMessageStore(database: Database): ServerMessages {
  return {
    async remembered(mailboxId, mails) {
      const rows: (RememberedMail & { known: boolean })[] = await database.ask((m) =>
        m.query(
          `select row.id is not null as known, row.inbound_message_id as "inboundMessageId",
                  row.refused_at is not null as refused,
                  (extract(epoch from now() - row.stored_at) * 1000)::float8 as "storedFor"
             from ${LISTED} left join server_message row on ${STANDS_FOR} order by listed.place`,
          [mailboxId, ...listedColumns(mails)],
        ),
      );
      return rows.map(({ known, ...row }) => (known ? row : null));
    },

    seen: (tx, mailboxId, mails) => putListed(entityManagerOf(tx), mailboxId, mails),
    vanished,
    stored,

    async refused(tx, mailboxId, mails) {
      await update(tx, 'refused_at = now()', mailboxId, mails);
    },

    tooLarge,

    async deleted(tx, mailboxId, mails) {
      const ended = await update(tx, 'gone_at = now()', mailboxId, mails);
      await confirm(tx, ended);
    },

    async accounted(tx, mailboxId) {
      const [rows]: [Ended[], number] = await entityManagerOf(tx).query(
        `update server_message set may_return = false where mailbox_id = $1 and may_return
         returning inbound_message_id as "inboundMessageId"`,
        [mailboxId],
      );
      await confirm(tx, rows);
    },

    async prune(age, most) {
      const [, count]: [unknown, number] = await database.ask((m) =>
        m.query(
          `delete from server_message where id in (
             select id from server_message
              where gone_at < now() - $1::float8 * interval '1 second' and not may_return
              order by gone_at limit $2)`,
          [age / seconds(1), most],
        ),
      );
      return count;
    },
  };
}

interface Ended {
  inboundMessageId: string | null;
}

async function update(tx: Tx, change: string, mailboxId: string, mails: readonly ListedMail[]): Promise<Ended[]> {
  if (mails.length === 0) return [];
  const [rows]: [Ended[], number] = await entityManagerOf(tx).query(
    `update server_message row set ${change} from ${LISTED} where ${STANDS_FOR}
     returning row.inbound_message_id as "inboundMessageId"`,
    [mailboxId, ...listedColumns(mails)],
  );
  return rows;
}

/** These are gone there for good: equal bytes are a new delivery from now on. */
async function confirm(tx: Tx, rows: Ended[]): Promise<void> {
  const ids = rows.map(({ inboundMessageId }) => inboundMessageId).filter((id) => id !== null);
  if (ids.length === 0) return;
  await entityManagerOf(tx).query(
    'update inbound_message set quit_confirmed_at = now() where id = any($1::uuid[]) and quit_confirmed_at is null',
    [ids],
  );
}
