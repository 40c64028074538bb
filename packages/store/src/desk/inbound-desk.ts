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
}

export const inboundDesk: InboundDesk = {
  async lock(tx, id) {
    const [row] = await entityManagerOf(tx).query(
      'select state, subject from inbound_message where id = $1 for update',
      [id],
    );
    return found<{ state: InboundState; subject: string | null }>(row, 'inbound message', id);
  },
};
