import {
  daysLater,
  daysWithin,
  type InboundState,
  type LedgerBook,
  type OfficeDay,
  startOfDay,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { add, Books } from './ledger-books.ts';

/** `source`: only this one; null for all. Both days are counted. */
export interface LedgerRequest {
  from: OfficeDay;
  to: OfficeDay;
  source: string | null;
}

export interface LedgerView {
  /** Mailboxes by name, then addresses, then imports. Every mailbox is there, also without mail. */
  read(request: LedgerRequest): Promise<LedgerBook[]>;
}

export function ledgerView(database: Database): LedgerView {
  return {
    async read(request) {
      const span = spanOf(request);
      const [mailboxes, counts, returns] = await Promise.all([
        database.ask((db): Promise<Mailbox[]> => db.query(MAILBOXES, [request.source])),
        database.ask((db): Promise<Count[]> => db.query(countsOf(request), parametersOf(span, request))),
        database.ask((db): Promise<Returns[]> => db.query(RETURNS, [span.starts, span.until, request.source])),
      ]);
      const books = new Books(mailboxes);
      for (const { key, day, ...count } of counts) add(books.day(key, dayAt(span, day)), count);
      for (const { key, day, count } of returns) books.day(key, dayAt(span, day)).cameBack += count;
      return books.inOrder();
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

interface Returns {
  key: string;
  day: number;
  count: number;
}

interface Span {
  days: OfficeDay[];
  starts: Date[];
  until: Date;
}

function spanOf({ from, to }: LedgerRequest): Span {
  const days = Array.from({ length: daysWithin(from, to) }, (_, at) => daysLater(from, at));
  return { days, starts: days.map(startOfDay), until: startOfDay(daysLater(to, 1)) };
}

const dayAt = ({ days }: Span, at: number): OfficeDay => days[at] ?? '';

const MAILBOXES = `
  select id, name from integration_profile
   where type = 'pop3Mailbox' and ($1::text is null or id::text = $1) order by lower(name), id limit 1000`;

// Every column that this reads is in an index: it looks at no mail, however many there are.
const countsOf = ({ source }: LedgerRequest): string => `
  select source_key as key, width_bucket(received_at, $1::timestamptz[]) - 1 as day, state, count(*)::int as count,
         (count(*) filter (where received_at < now() - interval '1 day'))::int as old
    from inbound_message
   where received_at >= ($1::timestamptz[])[1] and received_at < $2 ${source === null ? '' : 'and source_key = $3'}
   group by 1, 2, 3`;

const parametersOf = ({ starts, until }: Span, { source }: LedgerRequest): unknown[] => [
  starts,
  until,
  ...(source === null ? [] : [source]),
];

const RETURNS = `
  select source_key as key, width_bucket(received_at, $1::timestamptz[]) - 1 as day, sum(came_back)::int as count
    from inbound_message
   where came_back > 0 and received_at >= ($1::timestamptz[])[1] and received_at < $2
     and ($3::text is null or source_key = $3)
   group by 1, 2`;
