import {
  type Claim,
  ClaimLostError,
  type NewStep,
  PermanentError,
  type Publication,
  type Recording,
  type Step,
  type Steps,
  step,
  type Tx,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { entityManagerOf } from '../tx.ts';
import { claims } from './claims.ts';
import { endings } from './endings.ts';
import { ask, insertSteps, PUBLICATION, type PublicationRow, publicationOf, type StepRow, stepOf } from './rows.ts';

/** The step table behind domain's port. Raw SQL: this is the path that every mail takes seven times. */
export function stepStore(database: Database): Steps {
  const claim = claims(database);
  const end = endings(database);

  return {
    claim: (stepId, publication, options) => claim({ stepId, publication, ...options }),
    end,

    async extend(tokens, lease) {
      const rows = await ask<{ token: string }>(
        database,
        `with extended as (
           update step set claimed_until = clock_timestamp() + $2::float8 * interval '1 ms'
            where state = 'running' and token = any($1::uuid[]) returning token
         ) select token from extended`,
        [tokens, lease],
      );
      return new Set(rows.map((row) => row.token));
    },

    commit: (claim, record) => commit(database, claim, record),

    add: insertSteps,

    begin: (record) => database.transaction(async (tx) => insertSteps(tx, (await record(tx)) ?? [])),

    async reschedule(tx, stage, aboutId, notBefore) {
      const rows = (await entityManagerOf(tx).query(
        `with moved as (
           update step set not_before = $3, publication = publication + 1, offered_at = greatest($3::timestamptz, clock_timestamp())
            where stage = $1 and about_id = $2 and state = 'pending' returning *
         ) select ${PUBLICATION} from moved`,
        [stage, aboutId, notBefore],
      )) as PublicationRow[];
      return rows[0] ? publicationOf(rows[0]) : null;
    },

    async cancel(tx, stage, aboutId) {
      const rows = (await entityManagerOf(tx).query(
        `with cancelled as (
           update step set state = 'cancelled', finished_at = clock_timestamp()
            where stage = $1 and about_id = $2 and state = 'pending' returning id
         ) select id from cancelled`,
        [stage, aboutId],
      )) as { id: string }[];
      return rows.length > 0;
    },

    replay,

    async load(stepId) {
      const rows = await ask<StepRow>(database, 'select * from step where id = $1', [stepId]);
      return rows[0] ? stepOf(rows[0]) : null;
    },
  };
}

async function commit(database: Database, claim: Claim, record: Recording): Promise<Publication[]> {
  return database.transaction(async (tx) => {
    const standing = (await entityManagerOf(tx).query(
      `select id from step where id = $1 and token = $2 and state = 'running' for update`,
      [claim.step.id, claim.token],
    )) as unknown[];
    if (standing.length === 0) throw new ClaimLostError();
    return insertSteps(tx, (await record(tx)) ?? []);
  });
}

async function replay(tx: Tx, stepId: string): Promise<NewStep> {
  const rows = (await entityManagerOf(tx).query('select * from step where id = $1 for share', [stepId])) as StepRow[];
  const old: Step | null = rows[0] ? stepOf(rows[0]) : null;
  if (!old) throw new PermanentError('record-missing', { message: `There is no step ${stepId}.` });
  if (old.state === 'pending' || old.state === 'running') {
    throw new PermanentError('record-changed', { message: 'This step is not over yet; it needs no replay.' });
  }
  const open = (await entityManagerOf(tx).query(
    `select id from step where stage = $1 and about_kind = $2 and about_id = $3 and state in ('pending', 'running')`,
    [old.stage, old.about.kind, old.about.id],
  )) as unknown[];
  if (open.length > 0) {
    throw new PermanentError('record-changed', { message: 'A newer run of this stage is already under way.' });
  }
  return step(old.stage, old.about.kind, old.about.id, { replayOf: old.id });
}
