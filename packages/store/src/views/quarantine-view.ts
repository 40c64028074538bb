import {
  type BlobRef,
  type InboundSource,
  type InboundState,
  type QuarantineReason,
  type Release,
  type Verdict,
  verdictFrom,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';
import { searchOf } from './words.ts';

/** A mail in quarantine as the list shows it. */
export interface QuarantinedItem {
  id: string;
  receivedAt: Date;
  quarantinedAt: Date;
  subject: string;
  from: string;
  reason: QuarantineReason;
  caseNumber: number | null;
  attachments: number;
  incomplete: boolean;
  source: InboundSource['kind'];
  version: number;
  /** Its own, or that of its case. */
  legalHold: boolean;
  /** It was released before, and something else was found then. */
  release: Release | null;
  /** In the list with the first that something is held against only; a stranger decides how many parts there are. */
  verdict: Verdict | null;
}

/** How much a verdict says, of which the list shows the beginning. */
export interface Findings {
  /** Parts that the virus scanner found clean, and the others. */
  clean: number;
  notClean: number;
  /** Attachments that a rule is about. */
  policy: number;
}

/** Everything on record about one mail that is, or was, in quarantine. */
export interface QuarantinedDetail extends Omit<QuarantinedItem, 'reason'> {
  state: InboundState;
  reason: string | null;
  deliveredTo: string | null;
  sentAt: Date | null;
  messageId: string | null;
  sha256: string;
  size: number;
  decoded: BlobRef | null;
}

export interface QuarantineView {
  /** Newest in quarantine first. `search` looks in subject and sender. */
  list(
    filter: PageRequest & {
      reason: QuarantineReason | null;
      search: string | null;
      /** Mail on a case is not found by its words. */
      hideCaseContent: boolean;
    },
  ): Promise<Page<QuarantinedItem & { findings: Findings }>>;
  /** Null when it never was in quarantine. */
  find(id: string): Promise<QuarantinedDetail | null>;
}

const SINCE = 'coalesce(m.quarantined_at, m.received_at)';

const ITEM = `m.id, m.received_at as "receivedAt", ${SINCE} as "quarantinedAt", coalesce(m.subject, '') as subject,
  coalesce(m.sender, '') as "from", m.reason, c.number as "caseNumber", m.attachments, m.incomplete,
  m.source ->> 'kind' as source, m.version, m.legal_hold or coalesce(c.legal_hold, false) as "legalHold", m.release`;

const NOT_CLEAN = `'$.parts[*] ? (@.outcome != "clean")'`;

/** Of each kind; ten of the longest names are a few kilobytes. */
const BEGINNING = `'$[0 to 9]'`;

const VERDICT_AND_FINDINGS = `
  m.verdict || jsonb_build_object(
    'parts', jsonb_path_query_array(jsonb_path_query_array(m.verdict, ${NOT_CLEAN}), ${BEGINNING}),
    'policy', jsonb_path_query_array(jsonb_path_query_array(m.verdict, '$.policy[*]'), ${BEGINNING})) as verdict,
  json_build_object(
    'clean', coalesce(jsonb_array_length(jsonb_path_query_array(m.verdict, '$.parts[*] ? (@.outcome == "clean")')), 0),
    'notClean', coalesce(jsonb_array_length(jsonb_path_query_array(m.verdict, ${NOT_CLEAN})), 0),
    'policy', coalesce(jsonb_array_length(jsonb_path_query_array(m.verdict, '$.policy[*]')), 0)) as findings`;

export function quarantineView(database: Database): QuarantineView {
  return {
    async list({ limit, cursor, reason, search, hideCaseContent }) {
      const place = placeOf(cursor);
      const rows = await database.ask((db) =>
        db.query(
          `select ${ITEM}, ${VERDICT_AND_FINDINGS}, ${placeColumn(SINCE)}
             from inbound_message m left join "case" c on c.id = m.case_id
            where m.state = 'quarantined' and ($1::text is null or m.reason = $1) and ${afterPlace(SINCE, 'm.id', 2)}
              and ($4::text is null or m.words @@ to_tsquery('simple', $4) and ($6 = false or m.case_id is null))
            order by ${SINCE} desc, m.id limit $5`,
          [reason, place?.at ?? null, place?.id ?? null, searchOf(search), limit + 1, hideCaseContent],
        ),
      );
      return pageOf(rows.map(withWholeVerdict), limit);
    },

    async find(id) {
      const [row] = await database.ask((db) =>
        db.query(
          `select ${ITEM}, m.verdict, m.state, m.delivered_to as "deliveredTo", m.sent_at as "sentAt", m.message_id as "messageId",
                  m.raw_sha256 as sha256, m.raw_size as size,
                  case when m.decoded_sha256 is not null
                    then json_build_object('sha256', m.decoded_sha256, 'size', m.decoded_size) end as decoded
             from inbound_message m left join "case" c on c.id = m.case_id
            where m.id = $1 and (m.state = 'quarantined' or m.quarantined_at is not null)`,
          [id],
        ),
      );
      return row ? withWholeVerdict(row) : null;
    },
  };
}

const withWholeVerdict = <Row extends { verdict: Verdict | null }>(row: Row): Row => ({
  ...row,
  verdict: row.verdict && verdictFrom(row.verdict),
});
