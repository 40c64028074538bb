import type { About, ErrorCode, NewStep, Publication, StageName, Step, StepState, Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { entityManagerOf } from '../tx.ts';

/** The step table as the driver gives it. */
export interface StepRow {
  id: string;
  stage: StageName;
  about_kind: About['kind'];
  about_id: string;
  state: StepState;
  publication: number;
  attempts: number;
  waits: number;
  deaths: number;
  suspect: boolean;
  error_code: ErrorCode | null;
  error_text: string | null;
  not_before: Date;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  replay_of: string | null;
}

export const stepOf = (row: StepRow): Step => ({
  id: row.id,
  stage: row.stage,
  about: { kind: row.about_kind, id: row.about_id },
  state: row.state,
  publication: row.publication,
  attempts: row.attempts,
  waits: row.waits,
  deaths: row.deaths,
  suspect: row.suspect,
  errorCode: row.error_code,
  errorText: row.error_text,
  notBefore: row.not_before,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  replayOf: row.replay_of,
});

/** Columns of a publication; `due_in` is milliseconds by the database's clock. */
export const PUBLICATION =
  'id, stage, publication, greatest(0, ceil(extract(epoch from not_before - clock_timestamp()) * 1000))::float8 as due_in';

export interface PublicationRow {
  id: string;
  stage: StageName;
  publication: number;
  due_in: number;
}

export const publicationOf = (row: PublicationRow): Publication => ({
  stepId: row.id,
  stage: row.stage,
  publication: row.publication,
  dueIn: row.due_in,
});

/** Inserts steps; one that is open already for (stage, about) stays as it is. Gives what is to be published. */
export async function insertSteps(tx: Tx, steps: NewStep[]): Promise<Publication[]> {
  if (steps.length === 0) return [];
  const rows = (await entityManagerOf(tx).query(
    `insert into step (id, stage, about_kind, about_id, not_before, offered_at, replay_of)
     select id, stage, about_kind, about_id, coalesce(not_before, clock_timestamp()),
            greatest(coalesce(not_before, clock_timestamp()), clock_timestamp()), replay_of
       from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::uuid[])
         as new (id, stage, about_kind, about_id, not_before, replay_of)
     on conflict do nothing
     returning ${PUBLICATION}`,
    [
      steps.map((s) => s.id),
      steps.map((s) => s.stage),
      steps.map((s) => s.about.kind),
      steps.map((s) => s.about.id),
      steps.map((s) => s.notBefore ?? null),
      steps.map((s) => s.replayOf ?? null),
    ],
  )) as PublicationRow[];
  return rows.map(publicationOf);
}

/**
 * Selected by a statement whose loss in a crash of the server does no harm: its commit does not wait for the disk. A claim
 * that is lost leaves its step pending, and its token, which no row holds then, commits nothing.
 */
export const UNSYNCED = `set_config('synchronous_commit', 'off', true)`;

/** One statement, in a transaction of its own. */
export const ask = <Row>(database: Database, sql: string, parameters: unknown[]): Promise<Row[]> =>
  database.ask((manager) => manager.query(sql, parameters));
