import type { ErrorCode, ProfileHealth } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import { healthOf } from '../profiles/profiles.ts';
import { ProfileRow } from '../rows/settings.ts';

/** A mailbox as who watches it sees it: where it is and how it does, without who signs in. */
export interface MailboxItem {
  id: string;
  name: string;
  active: boolean;
  version: number;
  protocol: string;
  host: string;
  port: number;
  /** The address of ours that it stands for. */
  address: string | null;
  health: ProfileHealth;
  /** On the server, and to be fetched. */
  waiting: number;
  /** On the server, too large to be fetched. */
  tooLarge: number;
  /** On the server, which does not give it. */
  refused: number;
  /** On the server and with us: not deleted there, or not yet. */
  kept: number;
  fetch: Fetch;
}

/** Its next or running fetch. */
export interface Fetch {
  state: 'pending' | 'running' | 'none';
  /** When the next begins, as far as it is known; null while one runs, and for a mailbox that is switched off. */
  nextAt: Date | null;
  /** What the last try ended with, where it did not end well. */
  errorCode: ErrorCode | null;
}

export interface MailboxView {
  /** By name. */
  list(): Promise<MailboxItem[]>;
  find(id: string): Promise<MailboxItem | null>;
}

const MOST = 1_000;

export function mailboxView(database: Database): MailboxView {
  return {
    list: () =>
      database.ask(async (m) =>
        itemsOf(m, await m.find(ProfileRow, { where: MAILBOX, order: { name: 'ASC', id: 'ASC' }, take: MOST })),
      ),
    find: (id) =>
      database.ask(async (m) => {
        const items = await itemsOf(m, await m.findBy(ProfileRow, { ...MAILBOX, id }));
        return items[0] ?? null;
      }),
  };
}

const MAILBOX = { type: 'pop3Mailbox' } as const;

interface Lying {
  waiting: number;
  tooLarge: number;
  refused: number;
  kept: number;
}

const NOTHING: Lying = { waiting: 0, tooLarge: 0, refused: 0, kept: 0 };

/** What every mailbox's settings hold, those of earlier versions included. */
interface Known {
  protocol: string;
  host: string;
  port: number;
  address?: string | null;
  pollSeconds?: number;
}

async function itemsOf(manager: EntityManager, rows: ProfileRow[]): Promise<MailboxItem[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const lying: (Lying & { id: string })[] = await manager.query(LYING, [ids]);
  const fetches: LastFetch[] = await manager.query(LAST_FETCH, [ids]);
  return rows.map((row) => {
    const { id, name, active, version } = row;
    const { protocol, host, port, address = null, pollSeconds = 60 } = row.settings as Known;
    const { id: _, ...counts } = { ...NOTHING, ...lying.find((one) => one.id === id) } as Lying & { id?: string };
    const last = fetches.find((one) => one.id === id);
    return {
      ...{ id, name, active, version, protocol, host, port, address, health: healthOf(row) },
      ...counts,
      fetch: fetchOf(last, { active, pollSeconds }),
    };
  });
}

interface LastFetch {
  id: string;
  state: string;
  createdAt: Date;
  notBefore: Date;
  errorCode: ErrorCode | null;
}

function fetchOf(
  last: LastFetch | undefined,
  { active, pollSeconds }: { active: boolean; pollSeconds: number },
): Fetch {
  if (last?.state === 'running') return { state: 'running', nextAt: null, errorCode: last.errorCode };
  if (last?.state === 'pending') return { state: 'pending', nextAt: last.notBefore, errorCode: last.errorCode };
  // The scheduler counts from when it last put one on the queue.
  const nextAt = active && last ? new Date(last.createdAt.getTime() + pollSeconds * 1_000) : null;
  return { state: 'none', nextAt, errorCode: last?.state === 'failed' ? last.errorCode : null };
}

const LYING = `
  select mailbox_id as id,
         (count(*) filter (where inbound_message_id is null and refused_at is null))::int as waiting,
         (count(*) filter (where inbound_message_id is not null and stored_at is null))::int as "tooLarge",
         (count(*) filter (where inbound_message_id is null and refused_at is not null))::int as refused,
         (count(*) filter (where stored_at is not null))::int as kept
    from server_message where mailbox_id = any($1::uuid[]) and gone_at is null group by mailbox_id`;

const LAST_FETCH = `
  select mailbox.id, last.* from unnest($1::uuid[]) as mailbox (id), lateral (
    select state, created_at as "createdAt", not_before as "notBefore", error_code as "errorCode" from step
     where about_id = mailbox.id and stage = 'fetch-pop3' order by created_at desc limit 1) as last`;
