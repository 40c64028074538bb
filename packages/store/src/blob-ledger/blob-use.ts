import type { BlobUse } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import { entityManagerOf } from '../tx.ts';

/**
 * Everything that keeps bytes, each by an index. Whoever adds a place that refers to bytes adds it here: what is missing
 * loses mail. A test compares this list with the columns of the database.
 */
const REFERRERS = [
  'select from inbound_message where raw_sha256 = b.sha256 and bytes_gone_at is null',
  'select from inbound_message where decoded_sha256 = b.sha256',
  'select from message_blob where sha256 = b.sha256',
  'select from document where sha256 = b.sha256',
  'select from intake_document where sha256 = b.sha256',
  'select from outbound_message where mime_sha256 = b.sha256',
];
// Counted, not `exists`: for the first row alone PostgreSQL would rather read the table from its beginning than the index,
// and for bytes that nothing refers to that is all of it.
const ATTACHED = `(select count(*) from outbound_message
   where jsonb_path_query_array(content, '$.attachments[*].sha256') ? b.sha256) > 0`;
const IS_USED = `(${REFERRERS.map((referrer) => `exists (${referrer})`).join(' or ')} or ${ATTACHED})`;

const isOld = (parameter: string) =>
  `b.unreferenced_since <= now() - ${parameter}::float8 * interval '1 ms'
     and b.last_put_at <= now() - ${parameter}::float8 * interval '1 ms'`;

/** Who refers to which bytes. Locks are passed over, never waited for, so that a put waits for one removal at most. */
export function blobUse(database: Database): BlobUse {
  return {
    unknownParts: (most) =>
      database.ask((manager) =>
        manager.query(
          `select id, json_build_object('sha256', decoded_sha256, 'size', decoded_size) as decoded from inbound_message
            where decoded_sha256 is not null and parts_of is distinct from decoded_sha256 limit $1`,
          [most],
        ),
      ),

    partsKnown: (id, { sha256 }, parts) =>
      database.transaction(async (tx) => {
        const manager = entityManagerOf(tx);
        const known: unknown[] = await manager.query(
          `with known as (
             update inbound_message set parts_of = $2 where id = $1 and decoded_sha256 = $2 returning id
           ) select id from known`,
          [id, sha256],
        );
        if (known.length > 0) await addParts(manager, id, parts);
      }),

    async look(after, { most, age }) {
      const rows: Looked[] = await database.ask((manager) => manager.query(LOOK, [after, most, age]));
      return {
        next: rows.length < most ? null : (rows.at(-1)?.sha256 ?? null),
        unused: rows.filter(({ unused }) => unused).map(({ sha256, size }) => ({ sha256, size })),
      };
    },

    removed: ({ sha256 }, { age, remove }) =>
      database.transaction(async (tx) => {
        const manager = entityManagerOf(tx);
        const [row] = await manager.query(
          `select sha256 from blob b where sha256 = $1 and ${isOld('$2')} and not ${IS_USED} for update skip locked`,
          [sha256, age],
        );
        if (!row) return false;
        const gone = await remove();
        await manager.query(gone ? 'delete from blob where sha256 = $1' : WRITTEN_AFTER_ALL, [sha256]);
        return gone;
      }),
  };
}

/** Puts on record which bytes the decoded form of a message names. They stay when a later form names others. */
export async function addParts(manager: EntityManager, messageId: string, parts: readonly string[]): Promise<void> {
  if (parts.length === 0) return;
  await manager.query(
    'insert into message_blob (message_id, sha256) select $1, * from unnest($2::text[]) on conflict do nothing',
    [messageId, [...new Set(parts)]],
  );
}

interface Looked {
  sha256: string;
  size: number;
  unused: boolean;
}

const LOOK = `
  with seen as materialized (
    select b.*, ${IS_USED} as used from (select * from blob where sha256 > $1 order by sha256 limit $2) b
  ), changed as materialized (
    select sha256 from blob
     where sha256 in (select sha256 from seen where used = (unreferenced_since is not null))
     order by sha256 for update skip locked
  ), marked as (
    update blob set unreferenced_since = case when seen.used then null else now() end
      from seen join changed using (sha256) where blob.sha256 = seen.sha256
  )
  select sha256, size, coalesce(not used and ${isOld('$3')}, false) as unused from seen b order by sha256`;

const WRITTEN_AFTER_ALL = 'update blob set last_put_at = now(), unreferenced_since = null where sha256 = $1';
