import type { CaseStatus, ContactMomentFlag, DocumentRole, Party, Release, Why } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { type Content, contentOf } from './content-of.ts';
import { type DeliveryItem, deliveriesOf } from './outbound-view.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';
import { searchOf } from './words.ts';

/** A case as lists show it. */
export interface CaseListItem {
  number: number;
  subject: string;
  status: CaseStatus;
  caseType: string;
  requestor: string | null;
  registeredAt: Date;
}

/** A file on a case, without its bytes. */
export interface DocumentItem {
  id: string;
  role: DocumentRole;
  filename: string;
  contentType: string;
  size: number;
  createdAt: Date;
}

/** An entry of the timeline with the documents and deliveries of its mail. */
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
  inboundMessageId: string | null;
  outboundMessageId: string | null;
  /** Its sender is not known on the case, and nobody confirmed it yet. */
  needsConfirmation: boolean;
  deliveries: DeliveryItem[];
}

/** A case with everything on it but its scheduled e-mails. */
export interface CasePage {
  id: string;
  number: number;
  subject: string;
  status: CaseStatus;
  caseType: string;
  mailCode: string;
  parties: Party[];
  attributes: { label: string; magicString: string; value: string }[];
  registeredAt: Date;
  targetDate: Date | null;
  resolvedAt: Date | null;
  /** Its mail is kept, whatever its term. */
  legalHold: boolean;
  timeline: TimelineItem[];
  documents: DocumentItem[];
}

export interface CaseView {
  /** Newest first. `search` is a number, or words of the subject and the names on the case. */
  list(filter: PageRequest & { search: string | null }): Promise<Page<CaseListItem>>;
  find(number: number): Promise<CasePage | null>;
  /** A document's bytes and name. */
  document(id: string): Promise<Content | null>;
  /** What stands before a code in a subject today; no secret of the profile is opened for it. */
  subjectPrefix(): Promise<string>;
}

const LONGEST_TIMELINE = 500;
const MOST_DOCUMENTS = 2_000;

export function caseView(database: Database): CaseView {
  return {
    async list({ limit, cursor, search }) {
      const place = placeOf(cursor);
      const rows = await database.ask((db) =>
        db.query(
          `select c.id, c.number, c.subject, c.status, t.name as "caseType", c.registered_at as "registeredAt",
                  jsonb_path_query_first(c.parties, '$[*] ? (@.role == "requestor").name') #>> '{}' as requestor,
                  ${placeColumn('c.registered_at')}
             from "case" c join case_type t on t.id = c.case_type_id
            where ($1::int is null or c.number = $1) and ${afterPlace('c.registered_at', 'c.id', 2)}
              and ($4::text is null or ${CASE_WORDS} @@ to_tsquery('simple', $4))
            order by c.registered_at desc, c.id limit $5`,
          [
            numberIn(search),
            place?.at ?? null,
            place?.id ?? null,
            numberIn(search) ? null : searchOf(search),
            limit + 1,
          ],
        ),
      );
      const page = pageOf<CaseListItem & { id: string }>(rows, limit);
      return { ...page, items: page.items.map(({ id: _, ...item }) => item) };
    },

    async find(number) {
      const [row] = await database.ask((db) =>
        db.query(
          `select c.id, c.number, c.subject, c.status, t.name as "caseType", c.mail_code as "mailCode", c.parties,
                  c.registered_at as "registeredAt", c.target_date as "targetDate", c.resolved_at as "resolvedAt", c.legal_hold as "legalHold",
                  (select coalesce(json_agg(json_build_object('label', a ->> 'label', 'magicString', a ->> 'magicString',
                            'value', coalesce(c.attributes ->> (a ->> 'magicString'), '')) order by place), '[]')
                     from jsonb_array_elements(t.attributes) with ordinality as listed (a, place)) as attributes
             from "case" c join case_type t on t.id = c.case_type_id where c.number = $1`,
          [number],
        ),
      );
      return row ? { ...row, ...(await dossierOf(database, row.id)) } : null;
    },

    document: (id) => contentOf(database, 'document', id),

    async subjectPrefix() {
      const [row] = await database.ask((db) =>
        db.query(
          `select settings ->> 'subjectPrefix' as prefix from integration_profile where type = 'outgoingMail' and active`,
        ),
      );
      return row?.prefix ?? '';
    },
  };
}

type Moment = Omit<TimelineItem, 'documents' | 'deliveries'>;
type Filed = DocumentItem & { mail: string | null };

async function dossierOf(database: Database, caseId: string): Promise<Pick<CasePage, 'timeline' | 'documents'>> {
  const [moments, documents] = await Promise.all([momentsOf(database, caseId), documentsOf(database, caseId)]);
  const outbound = moments.flatMap((moment) => moment.outboundMessageId ?? []);
  const deliveries = await deliveriesOf(database, outbound);
  const byMail = Map.groupBy(documents, (document) => document.mail);
  const timeline = moments.map((moment) => ({
    ...moment,
    documents: (byMail.get(moment.inboundMessageId ?? moment.outboundMessageId) ?? []).map(withoutMail),
    deliveries: deliveries.get(moment.outboundMessageId ?? '') ?? [],
  }));
  return { timeline, documents: documents.map(withoutMail) };
}

const withoutMail = ({ mail: _, ...document }: Filed): DocumentItem => document;

const momentsOf = (database: Database, caseId: string): Promise<Moment[]> =>
  database.ask((db) =>
    db.query(
      `select e.id, e.direction, e.who, e.subject, e.summary, e.at, e.flags, e.why, m.release - '{sha256,findings}'::text[] as release,
              e.inbound_message_id as "inboundMessageId", e.outbound_message_id as "outboundMessageId",
              coalesce(m.state = 'needsConfirmation', false) as "needsConfirmation"
         from contact_moment e left join inbound_message m on m.id = e.inbound_message_id
        where e.case_id = $1 order by e.at desc, e.id limit ${LONGEST_TIMELINE}`,
      [caseId],
    ),
  );

const documentsOf = (database: Database, caseId: string): Promise<Filed[]> =>
  database.ask((db) =>
    db.query(
      `select id, role, filename, content_type as "contentType", size, created_at as "createdAt",
              coalesce(inbound_message_id, outbound_message_id) as mail
         from document where case_id = $1 order by created_at, ordinal, id limit ${MOST_DOCUMENTS}`,
      [caseId],
    ),
  );

const numberIn = (search: string | null): number | null => {
  const digits = /^\s*(\d{1,9})\s*$/u.exec(search ?? '')?.[1];
  return digits ? Number(digits) : null;
};

/** The indexed words of a case; the same expression stands in the migration. */
const CASE_WORDS = `(to_tsvector('simple', c.subject) || jsonb_to_tsvector('simple', c.parties, '["string"]'))`;
