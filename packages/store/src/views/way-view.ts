import type { DocumentRole, ErrorCode, InboundSource, InboundState, StageName, StepState } from '@zaakpost/domain';
import type { Database } from '../database.ts';

/** One run of a stage, as a person sees it. */
export interface StepListItem {
  id: string;
  stage: StageName;
  state: StepState;
  attempts: number;
  /** Waits in a row for something that was away. */
  waits: number;
  errorCode: ErrorCode | null;
  errorText: string | null;
  createdAt: Date;
  /** When its last attempt began. */
  startedAt: Date | null;
  finishedAt: Date | null;
  /** While it is pending: not to be tried before. */
  notBefore: Date;
  /** The run that this one repeats. */
  replayOf: string | null;
}

/** A document that a mail became. */
export interface MadeDocument {
  id: string;
  role: DocumentRole;
  filename: string;
}

/** What a mail led to. */
export interface LedTo {
  contactMoments: { id: string; caseNumber: number; at: Date }[];
  documents: MadeDocument[];
  intakeDocuments: {
    id: string;
    filename: string;
    state: 'waiting' | 'filed' | 'rejected';
    caseNumber: number | null;
  }[];
  /** Acknowledgements that were sent for it. */
  acknowledgements: { id: string; createdAt: Date }[];
  /** The mail of ours that it is a bounce of. */
  bounceOf: { id: string; subject: string; caseNumber: number | null } | null;
}

/** Who did what to a mail, or to a run about it. */
export interface Act {
  at: Date;
  actor: string;
  action: string;
  details: Record<string, unknown>;
}

/** Another mail of the very same bytes. */
export interface EqualMail {
  id: string;
  receivedAt: Date;
  state: InboundState;
  source: InboundSource['kind'];
  sourceName: string;
}

/** What lies around one mail: what it led to, who did what, and its equals. */
export interface MailWay {
  ledTo: LedTo;
  acts: Act[];
  equals: EqualMail[];
}

/** SQL of the columns of a {@link StepListItem} of the table `s`. */
export const STEP_COLUMNS = `s.id, s.stage, s.state, s.attempts, s.waits, s.error_code as "errorCode",
  s.error_text as "errorText", s.created_at as "createdAt", s.started_at as "startedAt",
  s.finished_at as "finishedAt", s.not_before as "notBefore", s.replay_of as "replayOf"`;

/** The runs about these records, oldest first. */
export const stepsAbout = (database: Database, ids: string[]): Promise<StepListItem[]> =>
  database.ask((db) =>
    db.query(
      `select ${STEP_COLUMNS} from step s where s.about_id = any($1::uuid[]) order by s.created_at, s.id limit 200`,
      [ids],
    ),
  );

/** What lies around a mail whose runs are these. */
export async function wayOf(database: Database, id: string, steps: readonly StepListItem[]): Promise<MailWay> {
  const runs = steps.map((step) => step.id);
  const [[made], acts, equals] = await Promise.all([
    database.ask((db): Promise<LedTo[]> => db.query(LED_TO, [id])),
    database.ask((db): Promise<Act[]> => db.query(ACTS, [id, runs])),
    database.ask((db): Promise<EqualMail[]> => db.query(EQUALS, [id])),
  ]);
  return { ledTo: withDates(made), acts, equals };
}

const NOTHING: LedTo = { contactMoments: [], documents: [], intakeDocuments: [], acknowledgements: [], bounceOf: null };

// JSON has no dates; everything else comes as it is.
const withDates = (made: LedTo | undefined): LedTo =>
  made === undefined
    ? NOTHING
    : {
        ...made,
        contactMoments: made.contactMoments.map((one) => ({ ...one, at: new Date(one.at) })),
        acknowledgements: made.acknowledgements.map((one) => ({ ...one, createdAt: new Date(one.createdAt) })),
      };

const MOST = 200;

/** More than reading lets one mail have. */
const MOST_FILES = 1_000;

const LED_TO = `
  select
    (select coalesce(json_agg(json_build_object('id', e.id, 'caseNumber', c.number, 'at', e.at) order by e.at), '[]')
       from contact_moment e join "case" c on c.id = e.case_id where e.inbound_message_id = m.id) as "contactMoments",
    (select coalesce(json_agg(one), '[]') from (
       select d.id, d.role, d.filename from document d where d.inbound_message_id = m.id
        order by d.created_at, d.ordinal, d.id limit ${MOST_FILES}) as one) as documents,
    (select coalesce(json_agg(one), '[]') from (
       select i.id, i.filename, i.state, c.number as "caseNumber"
         from intake_document i left join "case" c on c.id = i.case_id where i.inbound_message_id = m.id
        order by i.ordinal limit ${MOST_FILES}) as one) as "intakeDocuments",
    (select coalesce(json_agg(json_build_object('id', o.id, 'createdAt', o.created_at) order by o.created_at), '[]')
       from outbound_message o
      where o.case_id = m.case_id and o.kind = 'acknowledgement' and o.content ->> 'inReplyTo' = m.message_id)
      as acknowledgements,
    (select json_build_object('id', o.id, 'subject', coalesce(o.frozen_subject, o.subject), 'caseNumber', c.number)
       from outbound_message o left join "case" c on c.id = o.case_id
      where o.id = (m.classification ->> 'outboundMessageId')::uuid) as "bounceOf"
    from inbound_message m where m.id = $1`;

const ACTS = `
  select at, actor, action, details from audit_entry
   where (subject_kind = 'inboundMessage' and subject_id = $1)
      or (subject_kind = 'step' and subject_id = any($2::text[]))
   order by at, id limit ${MOST}`;

const EQUALS = `
  select o.id, o.received_at as "receivedAt", o.state, o.source ->> 'kind' as source,
         case o.source ->> 'kind' when 'pop3' then coalesce(p.name, '') when 'smtp' then o.source_key else '' end
           as "sourceName"
    from inbound_message m
    join inbound_message o on o.raw_sha256 = m.raw_sha256 and o.id <> m.id
    left join integration_profile p on p.id = o.mailbox_id
   where m.id = $1 order by o.received_at, o.id limit 50`;
