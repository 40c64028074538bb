import type { ContactMomentFlag, DocumentRole, Release, Why } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { type DeliveryItem, deliveriesOf } from './outbound-view.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';

/** A file on a case, without its bytes. */
export interface DocumentItem {
  id: string;
  role: DocumentRole;
  filename: string;
  contentType: string;
  size: number;
  createdAt: Date;
}

/** An entry of the timeline with the first documents, and the deliveries, of its mail. */
export interface TimelineItem {
  id: string;
  direction: 'inbound' | 'outbound';
  who: string;
  subject: string;
  summary: string;
  at: Date;
  flags: ContactMomentFlag[];
  why: Why | null;
  /** Who let it go on from quarantine, when and why. */
  release: Pick<Release, 'by' | 'at' | 'reason'> | null;
  documents: DocumentItem[];
  /** How many its mail has besides these. */
  moreDocuments: number;
  inboundMessageId: string | null;
  outboundMessageId: string | null;
  /** Its sender is not known on the case, or may be forged, and nobody confirmed it yet. */
  needsConfirmation: boolean;
  deliveries: DeliveryItem[];
}

/** Of one mail on the timeline, itself first; its sender decides how many there are. */
const MOST_DOCUMENTS = 10;

const DOCUMENT = `d.id, d.role, d.filename, d.content_type as "contentType", d.size, d.created_at as "createdAt"`;

type Moment = Omit<TimelineItem, 'documents' | 'moreDocuments' | 'deliveries'>;
type Filed = DocumentItem & { mail: string; all: number };

/** The contact moments of a case, newest first; null when there is no such case. */
export async function timelineOf(
  database: Database,
  number: number,
  request: PageRequest,
): Promise<Page<TimelineItem> | null> {
  const caseId = await caseNumbered(database, number);
  if (caseId === null) return null;
  const page = pageOf(await momentsOf(database, caseId, request), request.limit);
  const mails = page.items.flatMap((moment) => moment.inboundMessageId ?? moment.outboundMessageId ?? []);
  const [documents, deliveries] = await Promise.all([
    documentsOfMails(database, caseId, mails),
    deliveriesOf(
      database,
      page.items.flatMap((moment) => moment.outboundMessageId ?? []),
    ),
  ]);
  return {
    ...page,
    items: page.items.map((moment) => {
      const filed = documents.get(moment.inboundMessageId ?? moment.outboundMessageId ?? '') ?? [];
      return {
        ...moment,
        documents: filed.map(({ mail: _, all: __, ...document }) => document),
        moreDocuments: (filed[0]?.all ?? 0) - filed.length,
        deliveries: deliveries.get(moment.outboundMessageId ?? '') ?? [],
      };
    }),
  };
}

/** The documents of a case, newest mail first and in the order of the mail; null when there is no such case. */
export async function documentsOf(
  database: Database,
  number: number,
  { limit, cursor }: PageRequest,
): Promise<Page<DocumentItem> | null> {
  const caseId = await caseNumbered(database, number);
  if (caseId === null) return null;
  const place = placeOf(cursor);
  const rows = await database.ask((db) =>
    db.query(
      `select ${DOCUMENT}, ${placeColumn('d.created_at')}
         from document d
        where d.case_id = $1 and ($2::text is null or (d.created_at <= ($2::text || '+00')::timestamptz
              and (d.created_at < ($2::text || '+00')::timestamptz
                  or (d.ordinal, d.id) > (select last.ordinal, last.id from document last where last.id = $3::uuid))))
        order by d.created_at desc, d.ordinal, d.id limit $4`,
      [caseId, place?.at ?? null, place?.id ?? null, limit + 1],
    ),
  );
  return pageOf<DocumentItem>(rows, limit);
}

/** One document, and the case that it is on. */
export async function documentNamed(
  database: Database,
  id: string,
): Promise<(DocumentItem & { caseNumber: number }) | null> {
  const [row] = await database.ask((db) =>
    db.query(
      `select ${DOCUMENT}, c.number as "caseNumber" from document d join "case" c on c.id = d.case_id where d.id = $1`,
      [id],
    ),
  );
  return row ?? null;
}

async function caseNumbered(database: Database, number: number): Promise<string | null> {
  const [row] = await database.ask((db) => db.query(`select id from "case" where number = $1`, [number]));
  return row?.id ?? null;
}

async function momentsOf(
  database: Database,
  caseId: string,
  { limit, cursor }: PageRequest,
): Promise<(Moment & { placeAt: string })[]> {
  const place = placeOf(cursor);
  return database.ask((db) =>
    db.query(
      `select e.id, e.direction, e.who, e.subject, e.summary, e.at, e.flags, e.why,
              m.release - '{sha256,findings}'::text[] as release,
              e.inbound_message_id as "inboundMessageId", e.outbound_message_id as "outboundMessageId",
              coalesce(m.state = 'needsConfirmation', false) as "needsConfirmation", ${placeColumn('e.at')}
         from contact_moment e left join inbound_message m on m.id = e.inbound_message_id
        where e.case_id = $1 and ${afterPlace('e.at', 'e.id', 2)}
        order by e.at desc, e.id limit $4`,
      [caseId, place?.at ?? null, place?.id ?? null, limit + 1],
    ),
  );
}

async function documentsOfMails(database: Database, caseId: string, mails: string[]): Promise<Map<string, Filed[]>> {
  if (mails.length === 0) return new Map();
  const rows: (Filed & { place: string })[] = await database.ask((db) =>
    db.query(
      `select * from (
         select ${DOCUMENT}, coalesce(d.inbound_message_id, d.outbound_message_id) as mail,
                count(*) over same as "all",
                row_number() over (same order by d.role = 'attachment', d.created_at, d.ordinal, d.id) as place
           from document d
          where d.case_id = $1 and (d.inbound_message_id = any($2::uuid[]) or d.outbound_message_id = any($2::uuid[]))
         window same as (partition by coalesce(d.inbound_message_id, d.outbound_message_id))) as filed
        where place <= ${MOST_DOCUMENTS} order by place`,
      [caseId, mails],
    ),
  );
  return Map.groupBy(
    rows.map(({ place: _, all, ...row }) => ({ ...row, all: Number(all) })),
    (row) => row.mail,
  );
}
