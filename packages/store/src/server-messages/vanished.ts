import type { ListedMail, Tx } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import { entityManagerOf } from '../tx.ts';

type Lying = ListedMail & { id: string };

/** Rows read at a time, so that a mailbox in which everything is left does not fill the memory. */
const PAGE = 2_000;

/** Marks as gone what is not listed any more. */
export async function vanished(tx: Tx, mailboxId: string, isListed: (mail: ListedMail) => boolean): Promise<void> {
  const manager = entityManagerOf(tx);
  let after: Lying | undefined;
  for (;;) {
    const page = await lying(manager, mailboxId, after);
    const gone = page.filter((mail) => !isListed(mail)).map(({ id }) => id);
    if (gone.length > 0) await end(manager, gone);
    after = page.at(-1);
    if (after === undefined || page.length < PAGE) return;
  }
}

function lying(manager: EntityManager, mailboxId: string, after: Lying | undefined): Promise<Lying[]> {
  return manager.query(
    `select id, unique_id as "uniqueId", size::float8 as size, copy from server_message
      where mailbox_id = $1 and gone_at is null ${after ? 'and (unique_id, size, copy) > ($2, $3, $4)' : ''}
      order by unique_id, size, copy limit ${PAGE}`,
    [mailboxId, ...(after ? [after.uniqueId, after.size, after.copy] : [])],
  );
}

async function end(manager: EntityManager, ids: string[]): Promise<void> {
  const [rows]: [{ id: string | null }[], number] = await manager.query(
    `update server_message set gone_at = now(), may_return = stored_at is not null where id = any($1::bigint[])
     returning inbound_message_id as id`,
    [ids],
  );
  // What was too large to be fetched ends here; nobody can fetch it any more.
  await manager.query(
    `update inbound_message set state = 'discarded', reason = 'goneFromServer', settled_at = now()
      where id = any($1::uuid[]) and state = 'leftOnServer'`,
    [rows.map(({ id }) => id).filter((id) => id !== null)],
  );
}
