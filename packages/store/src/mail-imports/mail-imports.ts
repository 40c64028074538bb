import type { InboundState, MailImports } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { insertReceived } from '../inbound-messages/received.ts';
import { entityManagerOf } from '../tx.ts';

/** Imports behind domain's port. */
export function mailImportStore(database: Database): MailImports {
  return {
    async known(runId, keys) {
      const rows: { key: string }[] = await database.ask((m) =>
        m.query(
          `with known as (update imported_mail set run_id = $1 where key = any($2::text[]) returning key)
           select key from known`,
          [runId, keys],
        ),
      );
      return new Set(rows.map(({ key }) => key));
    },

    async imported(tx, runId, mails) {
      const byKey = new Map(mails.map((one) => [one.key, one.mail]));
      // Another import of the same file waits here for this one's commit, and then finds the mail known.
      const rows: { id: string }[] = await entityManagerOf(tx).query(
        `with kept as (
           insert into imported_mail (key, inbound_message_id, run_id)
             select key, id, $3 from unnest($1::text[], $2::uuid[]) as given (key, id) order by key
             on conflict (key) do update set run_id = excluded.run_id
           returning inbound_message_id as id
         ) select id from kept`,
        [[...byKey.keys()], [...byKey.values()].map(({ id }) => id), runId],
      );
      const kept = new Set(rows.map(({ id }) => id));
      // Of a key that was known the row has the id of the first time.
      return insertReceived(
        tx,
        [...byKey.values()].filter(({ id }) => kept.has(id)),
      );
    },

    async whereabouts(runId) {
      const rows: { state: InboundState; count: number }[] = await database.ask((m) =>
        m.query(
          `select m.state, count(*)::integer as count
             from imported_mail i join inbound_message m on m.id = i.inbound_message_id
            where i.run_id = $1 group by m.state`,
          [runId],
        ),
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}
