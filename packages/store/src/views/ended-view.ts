import type { ErrorCode, StageName, StepState } from '@zaakpost/domain';
import type { Database } from '../database.ts';

/** Steps that ended in some stretch of time, counted by how. */
export interface EndedSteps {
  stage: StageName;
  outcome: Exclude<StepState, 'pending' | 'running'>;
  code: ErrorCode | null;
  count: number;
  /** Of their last runs together. */
  seconds: number;
}

/** `until` is where the next reading begins; microseconds, as PostgreSQL writes them. */
export interface EndedReading {
  until: string;
  ended: EndedSteps[];
}

export interface EndedView {
  /** What ended after `since`; with null nothing yet, and the place to begin. */
  since(since: string | null): Promise<EndedReading>;
}

/** Longer ago than any transaction may stay open: what ended before this is there to be seen. */
const SETTLED = `interval '20 seconds'`;

export function endedView(database: Database): EndedView {
  return {
    async since(since) {
      const [{ until }] = await database.ask((db) =>
        db.query(`select greatest(clock_timestamp() - ${SETTLED}, $1::timestamptz)::text as until`, [since]),
      );
      if (since === null) return { until, ended: [] };
      const ended = await database.ask((db) =>
        db.query(
          `select stage, state as outcome, error_code as code, count(*)::int as count,
                  coalesce(sum(extract(epoch from finished_at - started_at)), 0)::float8 as seconds
             from step where finished_at > $1::timestamptz and finished_at <= $2::timestamptz
            group by stage, state, error_code`,
          [since, until],
        ),
      );
      return { until, ended };
    },
  };
}
