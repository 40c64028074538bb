import {
  type DeliveryState,
  type ErrorCode,
  INBOUND_FINAL,
  INBOUND_WAITING,
  type InboundState,
  STAGES,
  type StageName,
} from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { seldom } from './seldom.ts';

/** How a stage stands now, from the step table, by the database's clock. */
export interface StageStanding {
  stage: StageName;
  /** Due, and no worker has it. */
  waiting: number;
  running: number;
  /** Not due yet. */
  delayed: number;
  /** Failed, and not run again since. */
  failed: number;
  /** Ended well since midnight in Amsterdam. */
  doneToday: number;
  /** Since when the oldest waiting step is due. */
  oldestWaitingAt: Date | null;
  /** How long that is, in seconds. */
  lagSeconds: number;
  /** What most of its waiting steps wait for, since the first of them. */
  trouble: { code: ErrorCode; since: Date } | null;
}

/** The pipeline as one picture. */
export interface PipelineStanding {
  stages: StageStanding[];
  /** Counted as seldom as counting is dear: over a million messages up to ten seconds old. */
  inbound: Record<InboundState, number>;
  uncheckedSenders: UncheckedSenders | null;
  /** By the state of each recipient's delivery. */
  outbound: Record<DeliveryState, number>;
}

/** Why steps of a stage wait for another try: the code that most of them have. */
export interface StageTrouble {
  stage: StageName;
  code: ErrorCode;
  since: Date;
}

/** Mail of the last hour of which nobody could say whether its sender is forged, since DNS gave no answer. */
export interface UncheckedSenders {
  mails: number;
  /** When the first of them came in. */
  since: Date;
}

export interface PipelineView {
  stages(): Promise<StageStanding[]>;
  /** Null when there is none. Read as seldom as that is dear. */
  uncheckedSenders(): Promise<UncheckedSenders | null>;
  /** Of the stages that have one. */
  troubles(): Promise<StageTrouble[]>;
  read(): Promise<PipelineStanding>;
}

export function pipelineView(database: Database): PipelineView {
  const stages = () => stageStandings(database);
  const troubles = () => troublesOf(database);
  // These look at every message there is.
  const tallies = seldom(() =>
    Promise.all([
      database.ask((db) => db.query('select state, count(*)::int as n from inbound_message group by state')),
      database.ask((db) => db.query('select state, count(*)::int as n from delivery group by state')),
    ]),
  );
  const uncheckedSenders = seldom(async () => {
    const [found] = await database.ask((db) => db.query(UNCHECKED_SENDERS));
    return found.mails > 0 ? found : null;
  });
  return {
    stages,
    troubles,
    uncheckedSenders,
    async read() {
      const [standings, [inbound, outbound], unchecked] = await Promise.all([stages(), tallies(), uncheckedSenders()]);
      return {
        stages: standings,
        uncheckedSenders: unchecked,
        inbound: counted([...INBOUND_WAITING, ...INBOUND_FINAL], inbound),
        outbound: counted(DELIVERY_STATES, outbound),
      };
    },
  };
}

const DELIVERY_STATES: DeliveryState[] = [
  'queued',
  'held',
  'handingOver',
  'outcomeUnknown',
  'sent',
  'refused',
  'bounced',
  'failed',
  'cancelled',
];

function counted<State extends string>(states: State[], rows: { state: State; n: number }[]): Record<State, number> {
  const found = new Map(rows.map((row) => [row.state, row.n]));
  return Object.fromEntries(states.map((state) => [state, found.get(state) ?? 0])) as Record<State, number>;
}

interface OpenRow {
  stage: StageName;
  waiting: number;
  running: number;
  delayed: number;
  oldestWaitingAt: Date | null;
  lagSeconds: number;
}

async function stageStandings(database: Database): Promise<StageStanding[]> {
  const [open, troubles, failed, done] = await Promise.all([
    database.ask((db): Promise<OpenRow[]> => db.query(OPEN)),
    troublesOf(database),
    database.ask((db): Promise<{ stage: StageName; n: number }[]> => db.query(FAILED)),
    database.ask((db): Promise<{ stage: StageName; n: number }[]> => db.query(DONE_TODAY)),
  ]);
  return STAGES.map((stage) => {
    const trouble = troubles.find((row) => row.stage === stage);
    return {
      ...{ waiting: 0, running: 0, delayed: 0, oldestWaitingAt: null, lagSeconds: 0 },
      ...open.find((row) => row.stage === stage),
      stage,
      failed: failed.find((row) => row.stage === stage)?.n ?? 0,
      doneToday: done.find((row) => row.stage === stage)?.n ?? 0,
      trouble: trouble ? { code: trouble.code, since: trouble.since } : null,
    };
  });
}

const troublesOf = (database: Database): Promise<StageTrouble[]> => database.ask((db) => db.query(TROUBLES));

// The partial index on open steps is all that this reads, however many have ended.
const OPEN = `
  select stage,
         count(*) filter (where state = 'running')::int as running,
         count(*) filter (where state = 'pending' and not_before <= clock_timestamp())::int as waiting,
         count(*) filter (where state = 'pending' and not_before > clock_timestamp())::int as delayed,
         min(not_before) filter (where state = 'pending' and not_before <= clock_timestamp()) as "oldestWaitingAt",
         coalesce(extract(epoch from clock_timestamp()
           - min(not_before) filter (where state = 'pending' and not_before <= clock_timestamp())), 0)::float8 as "lagSeconds"
    from step where state in ('pending', 'running') group by stage`;

const TROUBLES = `
  select distinct on (stage) stage, error_code as code, min(coalesce(first_attempt_at, created_at)) as since
    from step where state = 'pending' and error_code is not null
   group by stage, error_code order by stage, count(*) desc`;

const UNCHECKED_SENDERS = `
  select count(*)::int as mails, min(received_at) as since from inbound_message
   where received_at > now() - interval '1 hour' and verdict #>> '{authentication,dmarc,result}' = 'temperror'`;

// A failure that was replayed is history.
const FAILED = `
  select stage, count(*)::int as n from step
   where state = 'failed' and not exists (
     select from step later where later.about_id = step.about_id and later.stage = step.stage
        and later.created_at > step.created_at)
   group by stage`;

const DONE_TODAY = `
  select stage, count(*)::int as n from step
   where state = 'done' and finished_at >= date_trunc('day', now(), 'Europe/Amsterdam')
   group by stage`;
