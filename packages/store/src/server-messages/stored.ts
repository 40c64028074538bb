import { randomUUID } from 'node:crypto';
import type { BlobRef, FetchedMail, InboundState, MailboxSession, Tx } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import { insertReceived, sourceColumns } from '../inbound-messages/received.ts';
import { InboundMessageRow } from '../rows/inbound-message.ts';
import { entityManagerOf } from '../tx.ts';
import { LISTED, listedColumns, putListed, STANDS_FOR } from './listed.ts';

/** The row that stands for a listed mail, with the inbound message it became. */
interface Standing {
  id: string | null;
  inboundId: string | null;
  sha256: string | null;
  state: InboundState | null;
}

/** What one mail turned out to be, and the inbound message that is its. */
interface Found {
  kind: 'cameBack' | 'new' | 'wasTooLarge';
  mail: FetchedMail;
  row: Standing;
  inboundId: string;
  /** The server gave the unique-id of a mail that was stored to this one. */
  reused: boolean;
}

/** Puts fetched mails on record, each under the row that stands for it; gives the ids of the inbound messages that are new. */
export async function stored(tx: Tx, session: MailboxSession, mails: readonly FetchedMail[]): Promise<string[]> {
  if (mails.length === 0) return [];
  const manager = entityManagerOf(tx);
  const rows = await standing(manager, session.mailboxId, mails);
  const strangers = mails.filter((mail, n) => !isItself(mail.raw, rows[n]));
  const earlier = await unaccounted(manager, session.mailboxId, strangers);
  const found = mails.map((mail, n): Found => findOut(mail, rows[n] as Standing, earlier));

  await makeRoom(manager, session.mailboxId, found);
  const fresh = found.filter(({ kind }) => kind === 'new');
  await insertReceived(
    tx,
    fresh.map(({ inboundId, mail }) => receivedAs(inboundId, mail, session)),
  );
  for (const { inboundId, mail } of found.filter(({ kind }) => kind === 'wasTooLarge')) {
    await fill(manager, inboundId, mail, session);
  }
  await note(manager, session.mailboxId, found);
  await countAgain(manager, found);
  return found.filter(({ kind }) => kind !== 'cameBack').map(({ inboundId }) => inboundId);
}

function standing(manager: EntityManager, mailboxId: string, mails: readonly FetchedMail[]): Promise<Standing[]> {
  return manager.query(
    `select row.id, row.inbound_message_id as "inboundId", message.raw_sha256 as sha256, message.state
       from ${LISTED}
       left join server_message row on ${STANDS_FOR}
       left join inbound_message message on message.id = row.inbound_message_id
      order by listed.place`,
    [mailboxId, ...listedColumns(mails)],
  );
}

const isItself = (raw: BlobRef, row: Standing | undefined): boolean => row?.sha256 === raw.sha256;

/** Ids, by their hash, of inbound messages that may have come back: nothing that lies there stands for them. */
async function unaccounted(
  manager: EntityManager,
  mailboxId: string,
  mails: readonly FetchedMail[],
): Promise<Map<string, string[]>> {
  if (mails.length === 0) return new Map();
  const rows: { id: string; sha256: string }[] = await manager.query(
    `select message.id, message.raw_sha256 as sha256 from inbound_message message
      where message.mailbox_id = $1 and message.raw_sha256 = any($2::text[]) and message.quit_confirmed_at is null
        and not exists (
          select from server_message row where row.inbound_message_id = message.id and row.gone_at is null)
      order by message.received_at, message.id for update of message`,
    [mailboxId, mails.map(({ raw }) => raw.sha256)],
  );
  const bySha256 = Map.groupBy(rows, ({ sha256 }) => sha256);
  return new Map([...bySha256].map(([sha256, group]) => [sha256, group.map(({ id }) => id)]));
}

function findOut(mail: FetchedMail, row: Standing, earlier: Map<string, string[]>): Found {
  if (row.inboundId !== null && isItself(mail.raw, row)) {
    return { kind: 'cameBack', mail, row, inboundId: row.inboundId, reused: false };
  }
  if (row.inboundId !== null && row.state === 'leftOnServer') {
    return { kind: 'wasTooLarge', mail, row, inboundId: row.inboundId, reused: false };
  }
  const reused = row.inboundId !== null;
  const again = earlier.get(mail.raw.sha256)?.shift();
  return { kind: again ? 'cameBack' : 'new', mail, row, inboundId: again ?? randomUUID(), reused };
}

/** Ends the rows that stood for another mail, and those under which a mail that came back was known before. */
async function makeRoom(manager: EntityManager, mailboxId: string, found: Found[]): Promise<void> {
  const reused = found.filter((one) => one.reused).map(({ row }) => row.id);
  if (reused.length > 0) {
    await manager.query(
      `update server_message set gone_at = now(), may_return = stored_at is not null where id = any($1::bigint[])`,
      [reused],
    );
  }
  const missing = found.filter(({ row, reused }) => row.id === null || reused).map(({ mail }) => mail);
  await putListed(manager, mailboxId, missing);
}

/** Writes into each row what it became. One row for each mail: what came back keeps the moment at which it was first seen. */
async function note(manager: EntityManager, mailboxId: string, found: Found[]): Promise<void> {
  const moved = found.filter(({ kind, row, inboundId }) => kind === 'cameBack' && row.inboundId !== inboundId);
  const [before]: [{ id: string; firstSeenAt: Date; storedAt: Date }[], number] =
    moved.length === 0
      ? [[], 0]
      : await manager.query(
          `delete from server_message where inbound_message_id = any($1::uuid[]) and gone_at is not null
           returning inbound_message_id as id, first_seen_at as "firstSeenAt", stored_at as "storedAt"`,
          [moved.map(({ inboundId }) => inboundId)],
        );
  const past = new Map(before.map((row) => [row.id, row]));
  await manager.query(
    `update server_message row
        set inbound_message_id = became.inbound_id, refused_at = null,
            stored_at = coalesce(row.stored_at, became.stored_at, now()),
            first_seen_at = least(row.first_seen_at, became.first_seen_at)
       from unnest($2::text[], $3::bigint[], $4::integer[], $5::uuid[], $6::timestamptz[], $7::timestamptz[])
            as listed (unique_id, size, copy, inbound_id, first_seen_at, stored_at),
            lateral (select listed.inbound_id, listed.first_seen_at, listed.stored_at) as became
      where ${STANDS_FOR}`,
    [
      mailboxId,
      ...listedColumns(found.map(({ mail }) => mail)),
      found.map(({ inboundId }) => inboundId),
      found.map(({ inboundId }) => past.get(inboundId)?.firstSeenAt ?? null),
      found.map(({ inboundId }) => past.get(inboundId)?.storedAt ?? null),
    ],
  );
}

/** The ledger tells how often mail was offered again. */
async function countAgain(manager: EntityManager, found: Found[]): Promise<void> {
  const again = found.filter(({ kind }) => kind === 'cameBack').map(({ inboundId }) => inboundId);
  if (again.length === 0) return;
  await manager.query('update inbound_message set came_back = came_back + 1 where id = any($1::uuid[])', [again]);
}

const receivedAs = (id: string, { uniqueId, raw }: FetchedMail, session: MailboxSession) => ({
  id,
  raw,
  source: { kind: 'pop3' as const, mailboxId: session.mailboxId, uniqueId },
  deliveredTo: session.deliveredTo,
  sessionId: session.sessionId,
});

/** What was too large has its bytes now, and goes the way of every mail. */
async function fill(manager: EntityManager, id: string, mail: FetchedMail, session: MailboxSession): Promise<void> {
  const { source, deliveredTo, sessionId } = receivedAs(id, mail, session);
  await manager.update(
    InboundMessageRow,
    { id },
    {
      rawSha256: mail.raw.sha256,
      rawSize: mail.raw.size,
      state: 'received',
      receivedAt: () => 'now()',
      deliveredTo,
      sessionId,
      ...sourceColumns(source),
    },
  );
}
