import type { IntakeDocument } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { type Content, contentOf } from './content-of.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf, withoutPlace } from './page.ts';

/** A file in the document intake, with the mail it came with. */
export interface IntakeListItem {
  id: string;
  filename: string;
  contentType: string;
  size: number;
  state: IntakeDocument['state'];
  from: string;
  subject: string;
  receivedAt: Date;
  inboundMessageId: string;
  caseNumber: number | null;
  reason: string | null;
}

export interface IntakeView {
  /** Newest first. */
  list(filter: PageRequest & { state: IntakeDocument['state'] | null }): Promise<Page<IntakeListItem>>;
  find(id: string): Promise<IntakeListItem | null>;
  content(id: string): Promise<Content | null>;
}

const SELECT = `select d.id, d.filename, d.content_type as "contentType", d.size, d.state, coalesce(m.sender, '') as "from",
    coalesce(m.subject, '') as subject,
    m.received_at as "receivedAt", d.inbound_message_id as "inboundMessageId", c.number as "caseNumber", d.reason,
    ${placeColumn('d.created_at')}
  from intake_document d join inbound_message m on m.id = d.inbound_message_id left join "case" c on c.id = d.case_id`;

export function intakeView(database: Database): IntakeView {
  return {
    async list({ limit, cursor, state }) {
      const place = placeOf(cursor);
      const rows = await database.ask((db) =>
        db.query(
          `${SELECT} where ($1::text is null or d.state = $1) and ${afterPlace('d.created_at', 'd.id', 2)}
            order by d.created_at desc, d.id limit $4`,
          [state, place?.at ?? null, place?.id ?? null, limit + 1],
        ),
      );
      return pageOf(rows, limit);
    },

    async find(id) {
      const [row] = await database.ask((db) => db.query(`${SELECT} where d.id = $1`, [id]));
      return row ? withoutPlace(row) : null;
    },

    content: (id) => contentOf(database, 'intake_document', id),
  };
}
