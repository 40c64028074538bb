import type { ListedMail } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';

/** The listed mails as parameters two, three and four of a statement, for `LISTED`. */
export const listedColumns = (mails: readonly ListedMail[]): unknown[] => [
  mails.map(({ uniqueId }) => uniqueId),
  mails.map(({ size }) => size),
  mails.map(({ copy }) => copy),
];

/** The listed mails as a table, with their place in the list. */
export const LISTED = `unnest($2::text[], $3::bigint[], $4::integer[]) with ordinality as listed (unique_id, size, copy, place)`;

/** Joins the row that stands for a listed mail of the mailbox that is parameter one. */
export const STANDS_FOR = `row.mailbox_id = $1 and row.gone_at is null
  and row.unique_id = listed.unique_id and row.size = listed.size and row.copy = listed.copy`;

/** Puts mails on record that have no row yet; those that have one keep it. */
export async function putListed(
  manager: EntityManager,
  mailboxId: string,
  mails: readonly ListedMail[],
): Promise<void> {
  if (mails.length === 0) return;
  await manager.query(
    `insert into server_message (mailbox_id, unique_id, size, copy)
     select $1, unique_id, size, copy from ${LISTED} order by place on conflict do nothing`,
    [mailboxId, ...listedColumns(mails)],
  );
}
