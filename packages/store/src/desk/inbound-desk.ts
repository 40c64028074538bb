import type { InboundState, Tx } from '@zaakpost/domain';
import { found } from '../record-missing.ts';
import { entityManagerOf } from '../tx.ts';

/** What a person does with a message that waits for one. */
export interface InboundDesk {
  /**
   * The message's state, which nobody else changes until this transaction ends: of two people who decide, one comes second.
   *
   * @throws PermanentError('record-missing')
   */
  lock(tx: Tx, id: string): Promise<{ state: InboundState; subject: string | null }>;
  /**
   * Takes a duplicate for a mail of its own, which has to be scanned then, and no more for one of the times that the first
   * came back; gives what it was a duplicate of. Null when it is none, or not any more, and when its bytes are gone.
   */
  takeDuplicate(tx: Tx, id: string): Promise<{ duplicateOf: string | null } | null>;
}

export const inboundDesk: InboundDesk = {
  async lock(tx, id) {
    const [row] = await entityManagerOf(tx).query(
      'select state, subject from inbound_message where id = $1 for update',
      [id],
    );
    return found<{ state: InboundState; subject: string | null }>(row, 'inbound message', id);
  },

  async takeDuplicate(tx, id) {
    const [row] = await entityManagerOf(tx).query(
      `with before as (
         select id, duplicate_of from inbound_message
          where id = $1 and state = 'duplicate' and bytes_gone_at is null for update
       ), taken as (
         update inbound_message m
            set state = 'received', duplicate_of = null, settled_at = null, version = version + 1
           from before where m.id = before.id
         returning before.duplicate_of
       ), first as (
         update inbound_message m set came_back = came_back - 1 from taken where m.id = taken.duplicate_of and came_back > 0
       ) select duplicate_of as "duplicateOf" from taken`,
      [id],
    );
    return row ?? null;
  },
};
