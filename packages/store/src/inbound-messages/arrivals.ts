import type { Arrivals, ArrivedMail, Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { recorded, recordedJson } from '../recorded-text.ts';
import { UNSYNCED } from '../steps/rows.ts';
import { entityManagerOf } from '../tx.ts';

/** Servers give up after five days of trying (RFC 5321, 4.5.4.1). */
const RESENT_WITHIN = '7 days';

/** What makes two arrivals the same mail. */
interface Likeness {
  id: string;
  sha256: string;
  envelopeFrom: string;
  deliveredTo: string;
}

/** Mail of SMTP and LMTP clients behind domain's port. */
export function arrivalStore(database: Database): Arrivals {
  return {
    async arrived(tx, mails) {
      const arrivals = mails.map((mail) => ({ ...mail, deliveredTo: recorded(mail.deliveredTo, 320) }));
      await oneAtATime(tx, arrivals.map(likenessOf));
      const earlier = await unconfirmed(tx, arrivals);
      const duplicateOf = arrivals.map((mail) => {
        const likeness = likenessOf(mail);
        const first = earlier.get(keyOf(likeness));
        if (first === undefined) earlier.set(keyOf(likeness), likeness.id);
        return first ?? null;
      });
      await insert(tx, arrivals, duplicateOf);
      await countReturns(tx, duplicateOf);
      return arrivals.filter((_, n) => duplicateOf[n] === null).map(({ id }) => id);
    },

    async confirmed(transactionIds) {
      await database.ask((manager) =>
        manager.query(
          // Its commit does not wait for the disk. What a crash of the server loses of it, our own death a moment earlier loses
          // too: the answer counts as unheard then.
          `with seen as (
             select id, duplicate_of from inbound_message where session_id = any($1) and quit_confirmed_at is null
           ), confirmed as (
             update inbound_message set quit_confirmed_at = now()
              where quit_confirmed_at is null
                and id in (select id from seen union all select duplicate_of from seen)
             returning id
           ) select count(*), ${UNSYNCED} from confirmed`,
          [transactionIds],
        ),
      );
    },
  };
}

const likenessOf = ({ id, raw, source, deliveredTo }: ArrivedMail): Likeness => ({
  ...{ id, deliveredTo },
  sha256: raw.sha256,
  envelopeFrom: recorded(source.envelopeFrom, 1_000),
});

const keyOf = ({ sha256, envelopeFrom, deliveredTo }: Likeness) => JSON.stringify([sha256, envelopeFrom, deliveredTo]);

/** Locks for all mails together. PostgreSQL has a few thousand for everybody, and one commit may be of as many mails. */
const LOCKS = 256;
const LOCK_SPACE = 7_240_200;

// A client that lost patience sends again while the first is still being committed, here or in another process. In one
// order everywhere, so that two of us never wait for each other.
async function oneAtATime(tx: Tx, likenesses: Likeness[]): Promise<void> {
  await entityManagerOf(tx).query(
    `select count(pg_advisory_xact_lock(${LOCK_SPACE}, lock))
       from (select distinct hashtext(key) & ${LOCKS - 1} as lock from unnest($1::text[]) as key order by 1) as locks`,
    [likenesses.map(keyOf)],
  );
}

// What was thrown away has nobody waiting for it: sent again, it is a mail that somebody wants to be read.
async function unconfirmed(tx: Tx, mails: ArrivedMail[]): Promise<Map<string, string>> {
  const rows: Likeness[] = await entityManagerOf(tx).query(
    `select id, raw_sha256 as sha256, source ->> 'envelopeFrom' as "envelopeFrom", delivered_to as "deliveredTo"
       from inbound_message
      where mailbox_id is null and session_id is not null and quit_confirmed_at is null
        and duplicate_of is null and state not in ('deleted', 'discarded')
        and (raw_sha256, delivered_to) in (select * from unnest($1::text[], $2::text[]))
        and received_at > now() - interval '${RESENT_WITHIN}'
      order by received_at desc, id desc`,
    [mails.map(({ raw }) => raw.sha256), mails.map(({ deliveredTo }) => deliveredTo)],
  );
  // Of several the oldest.
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

async function insert(tx: Tx, mails: ArrivedMail[], duplicateOf: (string | null)[]): Promise<void> {
  const sources = mails.map(({ source }) => JSON.stringify(recordedJson({ kind: 'smtp', ...source }, 1_000)));
  await entityManagerOf(tx).query(
    `insert into inbound_message (id, raw_sha256, raw_size, source, delivered_to, session_id, duplicate_of, state, settled_at)
     select *, case when duplicate_of is null then 'received' else 'duplicate' end,
               case when duplicate_of is not null then now() end
       from unnest($1::uuid[], $2::text[], $3::integer[], $4::jsonb[], $5::text[], $6::text[], $7::uuid[])
         as mail (id, raw_sha256, raw_size, source, delivered_to, session_id, duplicate_of)`,
    [
      mails.map(({ id }) => id),
      mails.map(({ raw }) => raw.sha256),
      mails.map(({ raw }) => raw.size),
      sources,
      mails.map(({ deliveredTo }) => deliveredTo),
      mails.map(({ transactionId }) => transactionId),
      duplicateOf,
    ],
  );
}

// As a mailbox's mail that lies there again: the ledger tells of both how often mail came back.
async function countReturns(tx: Tx, duplicateOf: (string | null)[]): Promise<void> {
  const firsts = duplicateOf.filter((first) => first !== null);
  if (firsts.length === 0) return;
  await entityManagerOf(tx).query(
    `update inbound_message set came_back = came_back + returns.count
       from (select first, count(*)::int from unnest($1::uuid[]) as first group by first) as returns (first, count)
      where id = returns.first`,
    [firsts],
  );
}
