import {
  type BlobRef,
  type Classification,
  type InboundSource,
  type InboundState,
  type Verdict,
  verdictFrom,
  type Release,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import type { InboundListRequest } from './inbound-filter.ts';
import { inboundSearch } from './inbound-search.ts';
import { type Page, pageOf, placeColumn } from './page.ts';
import { type MailWay, type StepListItem, stepsAbout, wayOf } from './way-view.ts';

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
  /** Where it came from as one word, to ask for all mail from there. */
  sourceKey: string;
  /** The mailbox's name, or the address of ours; empty for imports. */
  sourceName: string;
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
  origin: InboundSource;
  /** Times that it was offered again, and recognised. */
  cameBack: number;
  steps: StepListItem[];
}

export interface InboundView {
  /** Newest first. */
  list(request: InboundListRequest): Promise<Page<InboundListItem>>;
  find(id: string): Promise<InboundDetail | null>;
  /** What lies around a mail that was found. */
  way(mail: InboundDetail): Promise<MailWay>;
}

const ITEM = `m.id, m.received_at as "receivedAt", coalesce(m.subject, '') as subject, coalesce(m.sender, '') as "from", m.state, m.reason,
  c.number as "caseNumber", m.attachments, m.incomplete, m.source ->> 'kind' as source, m.source_key as "sourceKey",
  case m.source ->> 'kind' when 'pop3' then coalesce(p.name, '') when 'smtp' then m.source_key else '' end as "sourceName",
  (select hint.number from "case" hint where hint.id = (m.classification -> 'why' ->> 'resolvedCaseId')::uuid) as "hintCaseNumber"`;

const AROUND = `left join "case" c on c.id = m.case_id left join integration_profile p on p.id = m.mailbox_id`;

export function inboundView(database: Database): InboundView {
  return {
    async list(request) {
      const { sql, parameters } = inboundSearch(request);
      const rows = await database.ask((db) =>
        db.query(
          `select ${ITEM}, ${placeColumn('m.received_at')}
             from (${sql}) as asked join inbound_message m on m.id = asked.id ${AROUND}
            order by m.received_at desc, m.id`,
          parameters,
        ),
      );
      return pageOf(rows, request.limit);
    },

    async find(id) {
      const [[row], steps] = await Promise.all([
        database.ask((db) =>
          db.query(
            `select ${ITEM}, m.delivered_to as "deliveredTo", m.sent_at as "sentAt", m.message_id as "messageId",
                    m.verdict, m.classification, m.release, m.version, m.legal_hold as "legalHold", m.bytes_gone_at as "bytesGoneAt",
                    m.raw_sha256 as sha256, m.raw_size as size,
                    m.source as origin, m.came_back as "cameBack",
                    case when m.decoded_sha256 is not null
                      then json_build_object('sha256', m.decoded_sha256, 'size', m.decoded_size) end as decoded
               from inbound_message m ${AROUND} where m.id = $1`,
            [id],
          ),
        ),
        stepsAbout(database, [id]),
      ]);
      return row ? { ...row, verdict: row.verdict && verdictFrom(row.verdict), steps } : null;
    },

    way: ({ id, steps }) => wayOf(database, id, steps),
  };
}
