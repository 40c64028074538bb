import {
  daysLater,
  INBOUND_FINAL,
  INBOUND_WAITING,
  type InboundState,
  type OfficeDay,
  startOfDay,
} from '@zaakpost/domain';
import { type PageRequest, placeOf } from './page.ts';

/** One state, or every one in which a mail waits, is at its end, or is with us. */
export type InboundStates = InboundState | 'waiting' | 'final' | 'stored';

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
  /** Stored, without an end, and came in over a day ago. */
  overdue: boolean;
  /** Words find no mail that is on a case: for those who may not know what it says. */
  hideCaseContent: boolean;
}

/** Puts a value among the parameters of a statement, and gives its place in it. */
export type Bind = (value: unknown) => string;

/** SQL of what a list is narrowed by, apart from states and words, about the table `m`. */
export function filtersOf({ cursor, source, from, to, reason, overdue }: InboundListRequest, bind: Bind): string[] {
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

/** The states that are asked for; null for all. */
export function statesOf({ state, overdue }: InboundListRequest): readonly InboundState[] | null {
  const asked = state === null ? null : isGroup(state) ? GROUPS[state] : [state];
  return overdue ? (asked ?? ALL).filter((one) => OPEN.includes(one)) : asked;
}

const ALL: readonly InboundState[] = [...INBOUND_WAITING, ...INBOUND_FINAL];
const STORED: readonly InboundState[] = ALL.filter((state) => state !== 'leftOnServer');

/** With us, and not at an end. */
export const OPEN: readonly InboundState[] = STORED.filter((state) =>
  (INBOUND_WAITING as readonly InboundState[]).includes(state),
);

const GROUPS: Record<Exclude<InboundStates, InboundState>, readonly InboundState[]> = {
  waiting: INBOUND_WAITING,
  final: INBOUND_FINAL,
  stored: STORED,
};

const isGroup = (state: InboundStates): state is keyof typeof GROUPS => state in GROUPS;

/**
 * SQL of the newest mails that pass the filters, as `id` and `received_at`. Where a state or a source is asked for it is
 * looked up state by state: so an index gives the newest of each at once, however few they are among all.
 */
export function newest(
  filters: string[],
  request: InboundListRequest,
  { bind, most }: { bind: Bind; most: string },
): string {
  const page = (where: string[]) =>
    `select m.id, m.received_at from inbound_message m where ${where.join(' and ')}
      order by m.received_at desc, m.id limit ${most}`;
  const states = statesOf(request);
  if (states === null && request.source === null) return page(filters);
  return `select page.id, page.received_at
            from unnest(${bind(states ?? ALL)}::text[]) as one (state)
            cross join lateral (${page(['m.state = one.state', ...filters])}) as page
           order by page.received_at desc, page.id limit ${most}`;
}
