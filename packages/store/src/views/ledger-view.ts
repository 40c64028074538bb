import {
  daysLater,
  daysWithin,
  type InboundState,
  type LedgerBook,
  type OfficeDay,
  startOfDay,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { OPEN } from './inbound-filter.ts';
import { add, Books } from './ledger-books.ts';
import { seldom } from './seldom.ts';

/** `source`: only this one; null for all. Both days are counted. */
export interface LedgerRequest {
  from: OfficeDay;
  to: OfficeDay;
  source: string | null;
}

export interface LedgerView {
  /** Mailboxes by name, then addresses, then imports. Every mailbox is there, also without mail. */
  read(request: LedgerRequest): Promise<LedgerBook[]>;
  /** What does not add up, of whatever day. Counted as seldom as counting is dear. */
  differences(): Promise<LedgerDifferences>;
  /** What was seen on the server on these days and is not with us, newest first. */
  notStored(request: NotStoredRequest): Promise<{ items: ServerMessageItem[]; more: boolean }>;
}

/** Mails that do not add up. */
export interface LedgerDifferences {
  /** Stored, without an end, and came in over a day ago. */
  overdue: number;
  /** Seen on a server where they still lie, and not fetched yet. */
  waiting: number;
  /** Seen on a server where they lie no more, and never stored. */
  vanished: number;
}

/** `refused`: what the server would not give; otherwise what is missing without that. */
export interface NotStoredRequest extends LedgerRequest {
  refused: boolean;
  limit: number;
}

/** A mail that is only on a server, or was. */
export interface ServerMessageItem {
  mailboxId: string;
  mailbox: string;
  uniqueId: string;
  size: number;
  firstSeenAt: Date;
  refusedAt: Date | null;
  /** It lies there no more. */
  goneAt: Date | null;
}

export function ledgerView(database: Database): LedgerView {
  return {
    async read(request) {
      const span = spanOf(request);
      const mailboxes: Mailbox[] = await database.ask((db) => db.query(MAILBOXES, [request.source]));
      const ids = mailboxes.map(({ id }) => id);
      const [counts, seen, returns] = await Promise.all([
        database.ask((db): Promise<Count[]> => db.query(countsOf(request), parametersOf(span, request))),
        database.ask((db): Promise<Seen[]> => db.query(SEEN, [span.starts, span.ends, ids])),
        database.ask((db): Promise<Returns[]> => db.query(returnsOf(request), parametersOf(span, request))),
      ]);
      const books = new Books(mailboxes);
      for (const { key, day, ...count } of counts) add(books.day(key, dayAt(span, day)), count);
      for (const { key, day, ...count } of seen) Object.assign(books.day(key, dayAt(span, day)), count);
      for (const { key, day, count } of returns) books.day(key, dayAt(span, day)).cameBack += count;
      return books.inOrder();
    },

    differences: seldom(async () => {
      const [row] = await database.ask((db) => db.query(DIFFERENCES, [OPEN]));
      return row;
    }),

    async notStored({ from, to, source, refused, limit }) {
      const items: ServerMessageItem[] = await database.ask((db) =>
        db.query(NOT_STORED, [startOfDay(from), startOfDay(daysLater(to, 1)), source, refused, limit + 1]),
      );
      return { items: items.slice(0, limit), more: items.length > limit };
    },
  };
}

interface Mailbox {
  id: string;
  name: string;
}

interface Count {
  key: string;
  /** From 0 for the first day. */
  day: number;
  state: InboundState;
  count: number;
  /** Of them those that came in over a day ago. */
  old: number;
}

interface Seen {
  key: string;
  day: number;
  seen: number;
  refusedByServer: number;
  notStored: number;
}

interface Returns {
  key: string;
  day: number;
  count: number;
}

interface Span {
  days: OfficeDay[];
  starts: Date[];
  /** At which the day after each begins. */
  ends: Date[];
}

function spanOf({ from, to }: LedgerRequest): Span {
  const days = Array.from({ length: daysWithin(from, to) }, (_, at) => daysLater(from, at));
  return { days, starts: days.map(startOfDay), ends: days.map((day) => startOfDay(daysLater(day, 1))) };
}

const dayAt = ({ days }: Span, at: number): OfficeDay => days[at] ?? '';

const MAILBOXES = `
  select id, name from integration_profile
   where type = 'pop3Mailbox' and ($1::text is null or id::text = $1) order by lower(name), id limit 1000`;

/** Day by day: so each is a short stretch of an index, and its few sums are at hand while it is counted. */
const SPANS = 'unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as span (starts, ends, n)';

// Every column that this reads is in an index: it looks at no mail, however many there are.
const countsOf = ({ source }: LedgerRequest): string => `
  select source_key as key, n::int - 1 as day, state, count, old
    from ${SPANS}, lateral (
      select source_key, state, count(*)::int as count,
             (count(*) filter (where received_at < now() - interval '1 day'))::int as old
        from inbound_message
       where received_at >= span.starts and received_at < span.ends ${source === null ? '' : 'and source_key = $3'}
       group by 1, 2) as counted`;

const parametersOf = ({ starts, ends }: Span, { source }: LedgerRequest): unknown[] => [
  starts,
  ends,
  ...(source === null ? [] : [source]),
];

const SEEN = `
  select mailbox.id as key, n::int - 1 as day, seen, "refusedByServer", "notStored"
    from unnest($3::uuid[]) as mailbox (id), ${SPANS}, lateral (
      select count(*)::int as seen,
             (count(*) filter (where inbound_message_id is null and refused_at is not null))::int as "refusedByServer",
             (count(*) filter (where inbound_message_id is null and refused_at is null))::int as "notStored"
        from server_message
       where mailbox_id = mailbox.id and first_seen_at >= span.starts and first_seen_at < span.ends
      having count(*) > 0) as counted`;

const DIFFERENCES = `
  select (select count(*)::int from inbound_message
           where state = any($1::text[]) and received_at < now() - interval '1 day') as overdue,
         (count(*) filter (where gone_at is null))::int as waiting,
         (count(*) filter (where gone_at is not null))::int as vanished
    from server_message where inbound_message_id is null and refused_at is null`;

const NOT_STORED = `
  select m.mailbox_id as "mailboxId", coalesce(p.name, '') as mailbox, m.unique_id as "uniqueId",
         m.size::float8 as size, m.first_seen_at as "firstSeenAt", m.refused_at as "refusedAt", m.gone_at as "goneAt"
    from server_message m left join integration_profile p on p.id = m.mailbox_id
   where m.inbound_message_id is null and (m.refused_at is not null) = $4
     and m.first_seen_at >= $1 and m.first_seen_at < $2 and ($3::text is null or m.mailbox_id::text = $3)
   order by m.first_seen_at desc, m.id limit $5`;

const returnsOf = ({ source }: LedgerRequest): string => `
  select source_key as key, n::int - 1 as day, count
    from ${SPANS}, lateral (
      select source_key, sum(came_back)::int as count from inbound_message
       where came_back > 0 and received_at >= span.starts and received_at < span.ends
         ${source === null ? '' : 'and source_key = $3'}
       group by 1) as counted`;
