import type { InboundState, Milliseconds } from '@zaakpost/domain';
import type { Database } from '../database.ts';

/** Ends whose bytes go after a term. What is on a case, in the document intake or failed is kept for as long as its row. */
export const ENDS_WITH_TERM = [
  'deleted',
  'discarded',
  'duplicate',
  'bounceRecorded',
  'autoReplyFiled',
  'noAttachments',
] as const satisfies InboundState[];

export type EndWithTerm = (typeof ENDS_WITH_TERM)[number];

/** What time does to mail, by the database's clock. A legal hold, on the message or on its case, stops it. */
export interface Retention {
  /** Deletes at most `most` mails that waited in quarantine for `term`, oldest first. Gives how many; audited. */
  deleteOverdue(term: Milliseconds, most: number): Promise<number>;
  /** Lets go of the bytes of at most `most` mails that reached this end `term` ago: row, hash and times stay. */
  letGo(end: EndWithTerm, term: Milliseconds, most: number): Promise<number>;
}

// The reason on the row of a mail that was deleted by its term.
const BY_RETENTION = 'retention';

const NO_HOLD = `not m.legal_hold
  and not exists (select from "case" c where c.id = m.case_id and c.legal_hold)`;

export function retention(database: Database): Retention {
  const count = async (statement: string, parameters: unknown[]): Promise<number> => {
    const [{ n }] = await database.ask((manager) => manager.query(statement, parameters));
    return n;
  };
  return {
    deleteOverdue: (term, most) =>
      count(
        `with due as (
           select m.id from inbound_message m
            where m.state = 'quarantined' and ${NO_HOLD}
              and coalesce(m.quarantined_at, m.received_at) <= now() - $1::float8 * interval '1 ms'
            order by coalesce(m.quarantined_at, m.received_at) limit $2 for update skip locked
         ), gone as (
           update inbound_message m set state = 'deleted', reason = $3, settled_at = now(), version = version + 1
             from due where m.id = due.id returning m.id
         ), told as (
           insert into audit_entry (id, actor, action, subject_kind, subject_id, details)
           select gen_random_uuid(), 'Zaakpost', 'mail.deleted', 'inboundMessage', id, json_build_object('reason', $3::text)
             from gone
         ) select count(*)::int as n from gone`,
        [term, most, BY_RETENTION],
      ),

    letGo: (end, term, most) =>
      count(
        `with due as (
           select m.id from inbound_message m
            where m.state = $1 and m.state in (${ENDS_WITH_TERM.map((state) => `'${state}'`).join(', ')})
              and m.bytes_gone_at is null and ${NO_HOLD}
              and m.settled_at <= now() - $2::float8 * interval '1 ms'
            order by m.settled_at limit $3 for update skip locked
         ), parts as (
           delete from message_blob using due where message_id = due.id
         ), gone as (
           update inbound_message m
              set bytes_gone_at = now(), decoded_sha256 = null, decoded_size = null, parts_of = null, version = version + 1
             from due where m.id = due.id returning m.id
         ) select count(*)::int as n from gone`,
        [end, term, most],
      ),
  };
}
