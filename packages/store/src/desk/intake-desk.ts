import type { IntakeDocument, Tx } from '@zaakpost/domain';
import { recorded } from '../recorded-text.ts';
import { entityManagerOf } from '../tx.ts';

/** What becomes of a file in the document intake. */
export type IntakeDecision = { state: 'filed'; caseId: string } | { state: 'rejected'; reason: string };

/** A file with its place among those of its mail. */
export type DecidedDocument = Pick<
  IntakeDocument,
  'filename' | 'contentType' | 'sha256' | 'size' | 'inboundMessageId'
> & { ordinal: number };

/** What a person does with a file that waits in the document intake. */
export interface IntakeDesk {
  /** Compare-and-set from `waiting`; null when it does not wait any more, or never was. */
  decide(tx: Tx, id: string, decision: IntakeDecision): Promise<DecidedDocument | null>;
}

export const intakeDesk: IntakeDesk = {
  async decide(tx, id, decision) {
    const [row] = await entityManagerOf(tx).query(
      `with decided as (
         update intake_document set state = $2, case_id = $3, reason = $4, settled_at = now()
          where id = $1 and state = 'waiting'
         returning filename, content_type, sha256, size, inbound_message_id, ordinal
       ) select filename, content_type as "contentType", sha256, size, inbound_message_id as "inboundMessageId", ordinal
           from decided`,
      [
        id,
        decision.state,
        decision.state === 'filed' ? decision.caseId : null,
        decision.state === 'rejected' ? recorded(decision.reason, 1_000) : null,
      ],
    );
    return row ?? null;
  },
};
