import type { Tx, User } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { audit } from '../people/audit.ts';
import { entityManagerOf } from '../tx.ts';

/** Keeps mail whatever its term: one message, or all of a case. */
export interface LegalHold {
  /** Sets or lifts it; false when there is no such record. Audited. */
  set(tx: Tx, user: User, of: Held, change: { hold: boolean; reason: string }): Promise<boolean>;
}

/** What is held. A case goes by its number. */
export type Held = { kind: 'inboundMessage'; id: string } | { kind: 'case'; number: number };

export function legalHold(database: Database): LegalHold {
  return {
    async set(tx, user, of, { hold, reason }) {
      const rows: { id: string }[] =
        of.kind === 'case'
          ? await change(tx, '"case" set legal_hold = $2 where number = $1', [of.number, hold])
          : await change(tx, 'inbound_message set legal_hold = $2 where id = $1', [of.id, hold]);
      const [row] = rows;
      if (!row) return false;
      await audit(database).record(tx, user, {
        action: `legalHold.${hold ? 'set' : 'lifted'}`,
        subject: { kind: of.kind, id: row.id },
        details: { reason },
      });
      return true;
    },
  };
}

const change = (tx: Tx, set: string, parameters: unknown[]): Promise<{ id: string }[]> =>
  entityManagerOf(tx).query(`with changed as (update ${set} returning id) select id from changed`, parameters);
