import type { Publication, Step, SweepLedger, Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { lostRace } from '../statement-error.ts';
import { asTx, entityManagerOf } from '../tx.ts';
import { ask, PUBLICATION, type PublicationRow, publicationOf, type StepRow, stepOf } from './rows.ts';

const MOST_EXPIRED = 1_000;

/** What the sweep reads and moves, by the database's clock. */
export function sweepLedger(database: Database): SweepLedger {
  return {
    releaseExpired: (mostDeaths, failed) =>
      database.transaction(async (tx) => {
        const rows = (await entityManagerOf(tx).query(
          `with expired as (
             select id from step where state = 'running' and claimed_until < clock_timestamp()
              order by claimed_until limit $2 for update skip locked
           ), freed as (
             update step
                set state = case when alone and deaths + 1 >= $1 then 'failed' else 'pending' end,
                    finished_at = case when alone and deaths + 1 >= $1 then clock_timestamp() end,
                    deaths = deaths + case when alone then 1 else 0 end, suspect = true,
                    publication = publication + 1, token = null, claimed_until = null, offered_at = clock_timestamp(),
                    error_code = 'process-died', error_text = 'The process that ran this step died or stood still.'
               from expired where step.id = expired.id
             returning step.*
           ) select *, ${PUBLICATION.replace('id, stage, publication, ', '')} from freed`,
          [mostDeaths, MOST_EXPIRED],
        )) as (StepRow & PublicationRow)[];
        for (const row of rows) if (row.state === 'failed') await recordFailure(tx, stepOf(row), failed);
        return rows.filter((row) => row.state === 'pending').map(publicationOf);
      }),

    async overdue(age, most) {
      const rows = await ask<PublicationRow>(
        database,
        `select ${PUBLICATION} from step
          where state = 'pending' and offered_at < clock_timestamp() - $1::float8 * interval '1 ms'
          order by offered_at limit $2`,
        [age, most],
      );
      return rows.map(publicationOf);
    },

    async published(stepIds) {
      await ask(
        database,
        `update step set offered_at = clock_timestamp() where state = 'pending' and id = any($1::uuid[])`,
        [stepIds],
      );
    },

    async renew(stale: Publication[]) {
      const rows = await ask<PublicationRow>(
        database,
        `with renewed as (
           update step set publication = step.publication + 1, offered_at = clock_timestamp()
             from unnest($1::uuid[], $2::int[]) as stale (id, publication)
            where step.id = stale.id and step.publication = stale.publication and step.state = 'pending'
           returning step.*
         ) select ${PUBLICATION} from renewed`,
        [stale.map((p) => p.stepId), stale.map((p) => p.publication)],
      );
      return rows.map(publicationOf);
    },
  };
}

/** Within a savepoint: the sweep is everybody's recovery, so one failure that cannot be recorded must not stop it. */
async function recordFailure(tx: Tx, step: Step, failed: (tx: Tx, step: Step) => Promise<void>): Promise<void> {
  const manager = entityManagerOf(tx);
  try {
    await manager.transaction((nested) => failed(asTx(nested), step));
  } catch (error) {
    if (lostRace(error)) throw error;
    await manager.query(`update step set error_text = error_text || $2 where id = $1`, [
      step.id,
      ' That what it was about has failed could not be recorded; replay it.',
    ]);
  }
}
