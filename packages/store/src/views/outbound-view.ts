import type { DeliveryState, ErrorCode, OutboundContent, OutboundState, RecipientRole } from '@zaakpost/domain';
import type { Database } from '../database.ts';
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

export interface OutboundView {
  /** Newest first. `deliveryState` is that of at least one of its deliveries. */
  list(
    filter: PageRequest & { state: OutboundState | null; deliveryState: DeliveryState | null },
  ): Promise<Page<OutboundListItem>>;
  find(id: string): Promise<OutboundDetail | null>;
}

const ITEM = `o.id, o.created_at as "createdAt", coalesce(o.frozen_subject, o.subject) as subject, c.number as "caseNumber",
  o.kind, o.state, o.error_code as "errorCode"`;

// Not behind an `or`: only so can PostgreSQL begin at the few deliveries in a rare state.
const WITH_DELIVERY = 'and exists (select from delivery d where d.outbound_message_id = o.id and d.state = $5)';

export function outboundView(database: Database): OutboundView {
  return {
    async list({ limit, cursor, state, deliveryState }) {
      const place = placeOf(cursor);
      const rows = await database.ask((db) =>
        db.query(
          `select ${ITEM}, ${placeColumn('o.created_at')}
             from outbound_message o left join "case" c on c.id = o.case_id
            where ($1::text is null or o.state = $1) and ${afterPlace('o.created_at', 'o.id', 2)}
              ${deliveryState === null ? '' : WITH_DELIVERY}
            order by o.created_at desc, o.id limit $4`,
          [state, place?.at ?? null, place?.id ?? null, limit + 1, ...(deliveryState === null ? [] : [deliveryState])],
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
