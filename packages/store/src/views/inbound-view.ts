import {
  type BlobRef,
  type Classification,
  type ErrorCode,
  type InboundSource,
  type InboundState,
  type StageName,
  type StepState,
  type Verdict,
  verdictFrom,
  type Release,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';
import { searchOf } from './words.ts';

/** An inbound message as lists show it. */
export interface InboundListItem {
  id: string;
  receivedAt: Date;
  /** Empty before the message is read. */
  subject: string;
  from: string;
  state: InboundState;
  reason: string | null;
  caseNumber: number | null;
  /** Of the resolved case whose code was right. */
  hintCaseNumber: number | null;
  attachments: number;
  incomplete: boolean;
  source: InboundSource['kind'];
}

/** One run of a stage, as a person sees it. */
export interface StepListItem {
  id: string;
  stage: StageName;
  state: StepState;
  attempts: number;
  errorCode: ErrorCode | null;
  errorText: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Everything on record about one inbound message; the decoded message itself is a blob. */
export interface InboundDetail extends InboundListItem {
  deliveredTo: string | null;
  sentAt: Date | null;
  messageId: string | null;
  /** Null while it is left on the server. */
  sha256: string | null;
  /** When its bytes went, after their term. */
  bytesGoneAt: Date | null;
  /** It is kept, whatever its term. */
  legalHold: boolean;
  /** Raised by every change of state. */
  version: number;
  release: Release | null;
  size: number;
  decoded: BlobRef | null;
  verdict: Verdict | null;
  classification: Classification | null;
  steps: StepListItem[];
}

export interface InboundView {
  /** Newest first. `search` looks in subject and sender. */
  list(filter: PageRequest & { state: InboundState | null; search: string | null }): Promise<Page<InboundListItem>>;
  find(id: string): Promise<InboundDetail | null>;
}

const ITEM = `m.id, m.received_at as "receivedAt", coalesce(m.subject, '') as subject, coalesce(m.sender, '') as "from", m.state, m.reason,
  c.number as "caseNumber", m.attachments, m.incomplete, m.source ->> 'kind' as source,
  (select hint.number from "case" hint where hint.id = (m.classification -> 'why' ->> 'resolvedCaseId')::uuid) as "hintCaseNumber"`;

export function inboundView(database: Database): InboundView {
  return {
    async list({ limit, cursor, state, search }) {
      const place = placeOf(cursor);
      const rows = await database.ask((db) =>
        db.query(
          `select ${ITEM}, ${placeColumn('m.received_at')}
             from inbound_message m left join "case" c on c.id = m.case_id
            where ($1::text is null or m.state = $1) and ${afterPlace('m.received_at', 'm.id', 2)}
              and ($4::text is null or ${INBOUND_WORDS} @@ to_tsquery('simple', $4))
            order by m.received_at desc, m.id limit $5`,
          [state, place?.at ?? null, place?.id ?? null, searchOf(search), limit + 1],
        ),
      );
      return pageOf(rows, limit);
    },

    async find(id) {
      const [[row], steps] = await Promise.all([
        database.ask((db) =>
          db.query(
            `select ${ITEM}, m.delivered_to as "deliveredTo", m.sent_at as "sentAt", m.message_id as "messageId",
                    m.verdict, m.classification, m.release, m.version, m.legal_hold as "legalHold", m.bytes_gone_at as "bytesGoneAt",
                    m.raw_sha256 as sha256, m.raw_size as size,
                    case when m.decoded_sha256 is not null
                      then json_build_object('sha256', m.decoded_sha256, 'size', m.decoded_size) end as decoded
               from inbound_message m
               left join "case" c on c.id = m.case_id
              where m.id = $1`,
            [id],
          ),
        ),
        stepsAbout(database, [id]),
      ]);
      return row ? { ...row, verdict: row.verdict && verdictFrom(row.verdict), steps } : null;
    },
  };
}

/** The runs about these records, oldest first. */
export const stepsAbout = (database: Database, ids: string[]): Promise<StepListItem[]> =>
  database.ask((db) =>
    db.query(
      `select id, stage, state, attempts, error_code as "errorCode", error_text as "errorText",
              created_at as "createdAt", finished_at as "finishedAt"
         from step where about_id = any($1::uuid[]) order by created_at, id limit 200`,
      [ids],
    ),
  );

/** The indexed words of a message; the same expression stands in the migration. */
const INBOUND_WORDS = `to_tsvector('simple', coalesce(m.subject, '') || ' ' || coalesce(m.sender, ''))`;
