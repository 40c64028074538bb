import {
  daysLater,
  INBOUND_FINAL,
  INBOUND_WAITING,
  type InboundState,
  type MailQuery,
  mailQuery,
  type OfficeDay,
  startOfDay,
} from '@zaakpost/domain';
import { type PageRequest, placeOf } from './page.ts';
import { searchOf } from './words.ts';

/** Every state in which a mail waits, or every one in which it is at its end. */
export type InboundStates = InboundState | 'waiting' | 'final';

/** Which mails a list shows; null asks for all. */
export interface InboundListRequest extends PageRequest {
  state: InboundStates | null;
  /** An id, Message-ID, SHA-256 or its beginning, unique-id, or words of subject and sender. */
  search: string | null;
  /** A mailbox's id, an address of ours, or `import`. */
  source: string | null;
  /** Came in on this day or later, and on this day or earlier. */
  from: OfficeDay | null;
  to: OfficeDay | null;
  /** An error code, or why it is in quarantine. */
  reason: string | null;
  /** Waits, and came in over a day ago. */
  overdue: boolean;
  /** Words find no mail that is on a case: for those who may not know what it says. */
  hideCaseContent: boolean;
}

/** A statement with its parameters: the ids of the mails that are asked for, newest first, one too many. */
export interface Statement {
  sql: string;
  parameters: unknown[];
}

/**
 * Each meaning of what was typed is looked up by its own index, and each lookup ends after one page; so the dearest search
 * costs as much as its dearest meaning. The same holds for each state of a source.
 */
export function inboundSearch(request: InboundListRequest): Statement {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const filters = filtersOf(request, bind);
  const limit = bind(request.limit + 1);
  const query = mailQuery(request.search);
  const meanings = query === null ? [null] : meaningsOf(query, request, bind);
  const found = meanings.map((meaning) =>
    lookup(meaning === null ? filters : [...filters, meaning], request, { bind, limit }),
  );
  return {
    sql: `select id, received_at from (${found.join(' union ')}) as found order by received_at desc, id limit ${limit}`,
    parameters,
  };
}

type Bind = (value: unknown) => string;

function lookup(
  filters: string[],
  request: InboundListRequest,
  { bind, limit }: { bind: Bind; limit: string },
): string {
  const page = (where: string[]) =>
    `select m.id, m.received_at from inbound_message m where ${where.join(' and ')} order by m.received_at desc, m.id limit ${limit}`;
  const states = statesOf(request);
  if (states === null && request.source === null) return `(${page(filters)})`;
  // By state: so the index gives the newest of each, however few they are.
  const each = `unnest(${bind(states ?? ALL)}::text[]) as one (state)`;
  return `(select page.id, page.received_at from ${each} cross join lateral (${page(['m.state = one.state', ...filters])}) as page)`;
}

function filtersOf({ cursor, source, from, to, reason, overdue }: InboundListRequest, bind: Bind): string[] {
  const filters: string[] = ['true'];
  const place = placeOf(cursor);
  if (place) {
    const at = `(${bind(place.at)}::text || '+00')::timestamptz`;
    filters.push(`m.received_at <= ${at} and (m.received_at < ${at} or m.id > ${bind(place.id)}::uuid)`);
  }
  if (source !== null) filters.push(`m.source_key = ${bind(source)}`);
  if (from !== null) filters.push(`m.received_at >= ${bind(startOfDay(from))}`);
  if (to !== null) filters.push(`m.received_at < ${bind(startOfDay(daysLater(to, 1)))}`);
  if (reason !== null) filters.push(`m.reason = ${bind(reason)}`);
  if (overdue) filters.push(`m.received_at < now() - interval '1 day'`);
  return filters;
}

function meaningsOf(query: MailQuery, { hideCaseContent }: InboundListRequest, bind: Bind): string[] {
  const { id, sha256, messageIds, uniqueId } = query;
  const words = searchOf(query.words);
  return [
    id === null ? null : `m.id = ${bind(id)}::uuid`,
    sha256 === null ? null : `m.raw_sha256 like ${bind(`${sha256}%`)}`,
    messageIds.length === 0 ? null : `m.message_id = any(${bind(messageIds)}::text[])`,
    uniqueId === null ? null : `m.unique_id = ${bind(uniqueId)}`,
    words === null
      ? null
      : `${INBOUND_WORDS} @@ to_tsquery('simple', ${bind(words)})${hideCaseContent ? ' and m.case_id is null' : ''}`,
  ].filter((meaning) => meaning !== null);
}

const ALL: readonly InboundState[] = [...INBOUND_WAITING, ...INBOUND_FINAL];

function statesOf({ state, overdue }: InboundListRequest): readonly InboundState[] | null {
  const asked = state === 'waiting' ? INBOUND_WAITING : state === 'final' ? INBOUND_FINAL : state && [state];
  return overdue ? (asked ?? ALL).filter((one) => OPEN.includes(one)) : asked;
}

/** With us, and not at an end. */
const OPEN: readonly InboundState[] = INBOUND_WAITING.filter((state) => state !== 'leftOnServer');

/** The indexed words of a message; the same expression stands in the migration. */
const INBOUND_WORDS = `to_tsvector('simple', coalesce(m.subject, '') || ' ' || coalesce(m.sender, ''))`;
