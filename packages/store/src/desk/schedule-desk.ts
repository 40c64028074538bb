import type { ScheduledEmail, Tx } from '@zaakpost/domain';
import { entityManagerOf } from '../tx.ts';

/** A scheduled e-mail that does not exist yet. */
export type NewScheduledEmail = Pick<
  ScheduledEmail,
  'id' | 'caseId' | 'templateId' | 'recipients' | 'sendAt' | 'wallTime' | 'zone' | 'createdBy'
>;

/** What a person does with mail that waits for its moment. A change names the version that the person saw. */
export interface ScheduleDesk {
  add(tx: Tx, email: NewScheduledEmail): Promise<void>;
  /** Compare-and-set on state and version; false when it was sent, cancelled or changed meanwhile. */
  move(
    tx: Tx,
    id: string,
    version: number,
    moment: Pick<ScheduledEmail, 'sendAt' | 'wallTime' | 'zone'>,
  ): Promise<boolean>;
  cancel(tx: Tx, id: string, version: number): Promise<boolean>;
}

const WAITING = `state in ('scheduled', 'held', 'missed')`;

export const scheduleDesk: ScheduleDesk = {
  async add(tx, { id, caseId, templateId, recipients, sendAt, wallTime, zone, createdBy }) {
    await entityManagerOf(tx).query(
      `insert into scheduled_email (id, case_id, template_id, recipients, send_at, wall_time, zone, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, caseId, templateId, JSON.stringify(recipients), sendAt, wallTime, zone, createdBy],
    );
  },

  move: (tx, id, version, { sendAt, wallTime, zone }) =>
    changed(
      tx,
      `state = 'scheduled', send_at = $3, wall_time = $4, zone = $5 where id = $1 and version = $2 and ${WAITING}`,
      [id, version, sendAt, wallTime, zone],
    ),

  cancel: (tx, id, version) =>
    changed(tx, `state = 'cancelled' where id = $1 and version = $2 and ${WAITING}`, [id, version]),
};

async function changed(tx: Tx, change: string, parameters: unknown[]): Promise<boolean> {
  const rows: unknown[] = await entityManagerOf(tx).query(
    `with changed as (
       update scheduled_email set version = version + 1, updated_at = now(), ${change} returning id
     ) select id from changed`,
    parameters,
  );
  return rows.length > 0;
}
