import type { CaseStatus, Party } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { type Content, contentOf } from './content-of.ts';
import { type DocumentItem, documentNamed, documentsOf, type TimelineItem, timelineOf } from './dossier-view.ts';
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

/** A case, without what is on it. */
export interface CasePage {
  id: string;
  number: number;
  subject: string;
  status: CaseStatus;
  caseType: string;
  mailCode: string;
  parties: Party[];
  /** The beginning of each, which may be the whole text of a mail, and whether there is more. */
  attributes: { label: string; magicString: string; value: string; cut: boolean }[];
  registeredAt: Date;
  targetDate: Date | null;
  resolvedAt: Date | null;
  /** Its mail is kept, whatever its term. */
  legalHold: boolean;
}

export interface CaseView {
  /** Newest first. `search` is a number, or words of the subject and the names on the case. */
  list(filter: PageRequest & { search: string | null }): Promise<Page<CaseListItem>>;
  find(number: number): Promise<CasePage | null>;
  /** What was said, newest first; null when there is no such case. */
  timeline(number: number, request: PageRequest): Promise<Page<TimelineItem> | null>;
  /** What is filed, newest first; null when there is no such case. */
  documents(number: number, request: PageRequest): Promise<Page<DocumentItem> | null>;
  document(id: string): Promise<(DocumentItem & { caseNumber: number }) | null>;
  /** A document's bytes and name. */
  content(id: string): Promise<Content | null>;
  /** What stands before a code in a subject today; no secret of the profile is opened for it. */
  subjectPrefix(): Promise<string>;
}

/** Characters of an attribute. */
const LONGEST_VALUE = 2_000;

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
                            'value', left(value, ${LONGEST_VALUE}), 'cut', length(value) > ${LONGEST_VALUE}) order by place), '[]')
                     from jsonb_array_elements(t.attributes) with ordinality as listed (a, place)
                    cross join coalesce(c.attributes ->> (a ->> 'magicString'), '') as value) as attributes
             from "case" c join case_type t on t.id = c.case_type_id where c.number = $1`,
          [number],
        ),
      );
      return row ?? null;
    },

    timeline: (number, request) => timelineOf(database, number, request),
    documents: (number, request) => documentsOf(database, number, request),
    document: (id) => documentNamed(database, id),
    content: (id) => contentOf(database, 'document', id),

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

const numberIn = (search: string | null): number | null => {
  const digits = /^\s*(\d{1,9})\s*$/u.exec(search ?? '')?.[1];
  return digits ? Number(digits) : null;
};

/** The indexed words of a case; the same expression stands in the migration. */
const CASE_WORDS = `(to_tsvector('simple', c.subject) || jsonb_to_tsvector('simple', c.parties, '["string"]'))`;
