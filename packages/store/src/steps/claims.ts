import { type ClaimResult, inBatches, type Milliseconds, type NoClaim, type StepState } from '@zaakpost/domain';
import type { Database } from '../database.ts';

import { ask, type StepRow, stepOf, UNSYNCED } from './rows.ts';

interface Wanted {
  stepId: string;
  publication: number;
  lease: Milliseconds;
  alone: boolean;
}

interface Standing {
  id: string;
  state: StepState;
  publication: number;
  suspect: boolean;
  due_in: number;
  lease_left: number;
}

const MOST_CLAIMS = 200;
/** Another transaction has the row at this moment: look again soon. */
const A_MOMENT: Milliseconds = 250;

/** Claims by compare-and-set, many in one statement. A row that another claim holds locked is passed over, never awaited. */
export function claims(database: Database): (wanted: Wanted) => Promise<ClaimResult> {
  return inBatches(MOST_CLAIMS, async (wanted) => {
    const won = await claimAll(database, wanted);
    const lost = wanted.filter((w) => !won.has(w.stepId)).map((w) => w.stepId);
    const standings = lost.length > 0 ? await standingOf(database, lost) : new Map<string, Standing>();
    return wanted.map((w) => {
      const claim = won.get(w.stepId);
      // The same step twice in one batch: the first takes it.
      won.delete(w.stepId);
      return claim ?? noClaim(w, standings.get(w.stepId));
    });
  });
}

async function claimAll(database: Database, wanted: Wanted[]): Promise<Map<string, ClaimResult>> {
  const rows = await ask<StepRow & { token: string; age: string }>(
    database,
    `with wanted as (
       select * from unnest($1::uuid[], $2::int[], $3::float8[], $4::boolean[]) as w (id, publication, lease, alone)
     ), free as (
       select step.id from step join wanted using (id, publication)
        where state = 'pending' and not_before <= clock_timestamp() and (not suspect or wanted.alone)
          for update of step skip locked
     ), claimed as (
     update step
        set state = 'running', token = gen_random_uuid(), alone = wanted.alone, attempts = attempts + 1,
            claimed_until = clock_timestamp() + wanted.lease * interval '1 ms', started_at = clock_timestamp(),
            first_attempt_at = coalesce(first_attempt_at, clock_timestamp())
       from free join wanted using (id)
      where step.id = free.id
      returning step.*
     ) select *, extract(epoch from clock_timestamp() - first_attempt_at) * 1000 as age, ${UNSYNCED} from claimed`,
    [
      wanted.map((w) => w.stepId),
      wanted.map((w) => w.publication),
      wanted.map((w) => w.lease),
      wanted.map((w) => w.alone),
    ],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { kind: 'claimed', claim: { step: stepOf(row), token: row.token, age: Number(row.age) } },
    ]),
  );
}

async function standingOf(database: Database, ids: string[]): Promise<Map<string, Standing>> {
  const rows = await ask<Standing>(
    database,
    `select id, state, publication, suspect,
            ceil(extract(epoch from not_before - clock_timestamp()) * 1000)::float8 as due_in,
            coalesce(ceil(extract(epoch from claimed_until - clock_timestamp()) * 1000), 0)::float8 as lease_left
       from step where id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function noClaim(wanted: Wanted, row: Standing | undefined): NoClaim {
  if (!row || (row.state !== 'pending' && row.state !== 'running')) return { kind: 'over' };
  // A later publication has its own job.
  if (row.publication !== wanted.publication) return { kind: 'over' };
  if (row.state === 'running') return { kind: 'taken', wait: Math.max(row.lease_left, A_MOMENT) };
  if (row.due_in > 0) return { kind: 'notDue', wait: row.due_in };
  return row.suspect && !wanted.alone ? { kind: 'suspect' } : { kind: 'taken', wait: A_MOMENT };
}
