import {
  type DeliveryState,
  type ErrorCode,
  type MailQuery,
  mailQuery,
  type OutboundContent,
  type OutboundState,
  type RecipientRole,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import type { Bind } from './inbound-filter.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';
import { type StepListItem, stepsAbout } from './way-view.ts';

/** One recipient of an outbound message. */
export interface DeliveryItem {
  id: string;
  address: string;
  role: RecipientRole;
  state: DeliveryState;
  reply: string | null;
}

/** An outbound message as lists show it. */
export interface OutboundListItem {
  id: string;
  createdAt: Date;
  subject: string;
  caseNumber: number | null;
  kind: OutboundContent['kind'];
  state: OutboundState;
  errorCode: ErrorCode | null;
  deliveries: DeliveryItem[];
}

/** An outbound message with its runs and those of its deliveries. */
export interface OutboundDetail extends OutboundListItem {
  messageId: string | null;
  steps: StepListItem[];
}

/** Which mail a list shows; null asks for all. */
export interface OutboundListRequest extends PageRequest {
  state: OutboundState | null;
  /** That of at least one of its deliveries. */
  deliveryState: DeliveryState | null;
  /** An id, the Message-ID it went out under, or the SHA-256 of what went out, whole or its beginning. */
  search: string | null;
}

export interface OutboundView {
  /** Newest first. */
  list(request: OutboundListRequest): Promise<Page<OutboundListItem>>;
  find(id: string): Promise<OutboundDetail | null>;
}

const ITEM = `o.id, o.created_at as "createdAt", coalesce(o.frozen_subject, o.subject) as subject, c.number as "caseNumber",
  o.kind, o.state, o.error_code as "errorCode"`;

// Not behind an `or`: only so can PostgreSQL begin at the few deliveries in a rare state, or at one name.
function filtersOf({ deliveryState, search }: OutboundListRequest, bind: Bind): string {
  const ofDelivery = (state: DeliveryState) =>
    `and exists (select from delivery d where d.outbound_message_id = o.id and d.state = ${bind(state)})`;
  const query = mailQuery(search);
  return [deliveryState === null ? '' : ofDelivery(deliveryState), query === null ? '' : named(query, bind)].join(' ');
}

// Each name has its own index; what is none of them finds nothing.
function named({ id, sha256, messageIds }: MailQuery, bind: Bind): string {
  const lookups = [
    ...(id === null ? [] : [`select id from outbound_message where id = ${bind(id)}::uuid`]),
    ...(messageIds.length === 0
      ? []
      : [`select id from outbound_message where message_id = any(${bind(messageIds)}::text[])`]),
    ...(sha256 === null ? [] : [`select id from outbound_message where mime_sha256 like ${bind(`${sha256}%`)}`]),
  ];
  return lookups.length === 0 ? 'and false' : `and o.id in (${lookups.join(' union all ')})`;
}

export function outboundView(database: Database): OutboundView {
  return {
    async list(request) {
      const { limit, cursor, state } = request;
      const place = placeOf(cursor);
      const parameters: unknown[] = [state, place?.at ?? null, place?.id ?? null, limit + 1];
      const filters = filtersOf(request, (value) => `$${parameters.push(value)}`);
      const rows = await database.ask((db) =>
        db.query(
          `select ${ITEM}, ${placeColumn('o.created_at')}
             from outbound_message o left join "case" c on c.id = o.case_id
            where ($1::text is null or o.state = $1) and ${afterPlace('o.created_at', 'o.id', 2)} ${filters}
            order by o.created_at desc, o.id limit $4`,
          parameters,
        ),
      );
      const page = pageOf<Omit<OutboundListItem, 'deliveries'>>(rows, limit);
      const deliveries = await deliveriesOf(
        database,
        page.items.map((item) => item.id),
      );
      return { ...page, items: page.items.map((item) => ({ ...item, deliveries: deliveries.get(item.id) ?? [] })) };
    },

    async find(id) {
      const [[row], deliveries] = await Promise.all([
        database.ask((db) =>
          db.query(
            `select ${ITEM}, o.message_id as "messageId"
               from outbound_message o left join "case" c on c.id = o.case_id where o.id = $1`,
            [id],
          ),
        ),
        deliveriesOf(database, [id]),
      ]);
      if (!row) return null;
      const own = deliveries.get(id) ?? [];
      return { ...row, deliveries: own, steps: await stepsAbout(database, [id, ...own.map((one) => one.id)]) };
    },
  };
}

/** The recipients of these outbound messages, by message. */
export async function deliveriesOf(database: Database, ids: string[]): Promise<Map<string, DeliveryItem[]>> {
  if (ids.length === 0) return new Map();
  const rows: (DeliveryItem & { of: string })[] = await database.ask((db) =>
    db.query(
      `select id, address, role, state, reply, outbound_message_id as "of" from delivery
        where outbound_message_id = any($1::uuid[]) order by outbound_message_id, ordinal`,
      [ids],
    ),
  );
  const grouped = Map.groupBy(rows, (row) => row.of);
  return new Map([...grouped].map(([of, items]) => [of, items.map(({ of: _, ...item }) => item)]));
}
