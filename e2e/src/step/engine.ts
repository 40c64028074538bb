import { randomUUID } from 'node:crypto';
import { type AboutKind, exponential, type StageName, step } from '@zaakpost/domain';
import {
  type BoundStage,
  createRunner,
  type Observation,
  type Outcome,
  type Policy,
  type Run,
  type Runner,
  sweep,
} from '@zaakpost/pipeline';
import {
  connectQueues,
  type HostedStage,
  hostStage,
  migrateQueues,
  openQueues,
  type QueueConnection,
  type QueueSettings,
  type Queues,
} from '@zaakpost/queue';
import { type Database, stepStore, sweepLedger } from '@zaakpost/store';
import { withRedis } from '@zaakpost/testing';
import { withRecords } from '../house/records.ts';

export const BACKENDS = ['redis', 'postgres'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Long enough for a machine that is busy; a test in which a process dies takes a short one, that its lapse be over soon. */
const LEASE = 20_000;
export const SHORT_LEASE = 1_500;
const SWEEP_AGE = 400;
const POLICY: Policy = { attempts: 3, backoff: exponential(20, { cap: 40 }), timeout: 20_000 };

/** A stage as a test writes it. */
export type Work = (run: Run) => Promise<Outcome>;

interface WorkerOptions {
  stage?: StageName;
  concurrency?: number;
  policy?: Policy;
  /** Milliseconds. */
  lease?: number;
}

/** One process's worth of runner and worker. */
export interface WorkerProcess {
  readonly seen: Observation[];
  readonly runner: Runner;
  readonly crashed: boolean;
  /** As if the process died: nothing is given back, nothing more is written. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** The step, a queue back end and the sweep, put together as the apps do it. */
export interface Engine {
  readonly database: Database;
  readonly steps: ReturnType<typeof stepStore>;
  readonly queues: Queues;
  worker(work: Work, options?: WorkerOptions): WorkerProcess;
  /** Puts steps on record and publishes them; gives their ids. */
  start(count?: number, options?: { stage?: StageName; notBefore?: Date; publish?: boolean }): Promise<string[]>;
  sweep(): ReturnType<typeof sweep>;
  /** Empties the queue as an operator's slip or a failover would. */
  empty(): Promise<void>;
  states(): Promise<Record<string, number>>;
  /** A line of SQL on the house's database. */
  sql<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
}

/** A database and a queue back end for one test. Everything is closed afterwards, also when the test fails. */
export async function withEngine(backend: Backend, use: (engine: Engine) => Promise<void>): Promise<void> {
  await withRecords(async ({ database, url }) => {
    if (backend === 'postgres') return withQueue({ backend, url }, database, use);
    await withRedis((redis) => withQueue({ backend, url: redis.url, prefix: '{test}' }, database, use));
  });
}

async function withQueue(settings: QueueSettings, database: Database, use: (engine: Engine) => Promise<void>) {
  const open: { close(): Promise<void> }[] = [];
  try {
    await migrateQueues(settings);
    const connection = await connectQueues(settings, { workers: 12, log: () => undefined });
    open.unshift(connection);
    const queues = openQueues(connection);
    open.unshift(queues);
    await use(engineOf({ database, connection, queues, settings, open }));
  } finally {
    for (const thing of open) await thing.close();
  }
}

interface Parts {
  database: Database;
  connection: QueueConnection;
  queues: Queues;
  settings: QueueSettings;
  open: { close(): Promise<void> }[];
}

function engineOf({ database, connection, queues, settings, open }: Parts): Engine {
  const steps = stepStore(database);
  const sql: Engine['sql'] = (statement, parameters = []) => database.ask((m) => m.query(statement, parameters));
  return {
    database,
    steps,
    queues,
    sql,
    worker(work, options = {}) {
      const worker = startWorker({ steps, connection, queues }, work, options);
      open.unshift({ close: () => worker.stop() });
      return worker;
    },
    async start(count = 1, { stage = 'scan', notBefore, publish = true } = {}) {
      const born = Array.from({ length: count }, () =>
        step(stage, kindOf(stage), randomUUID(), notBefore ? { notBefore } : {}),
      );
      const publications = await steps.begin(async () => born);
      if (publish) await queues.publish(publications);
      return born.map(({ id }) => id);
    },
    sweep: () =>
      sweep({
        ledger: sweepLedger(database),
        publisher: queues,
        jobs: queues,
        age: SWEEP_AGE,
        failed: async () => undefined,
      }),
    async empty() {
      if (settings.backend === 'redis') for (const queue of queues.all) await queue.obliterate({ force: true });
      else await sql('truncate bullmq.job cascade');
    },
    async states() {
      const rows = await sql<{ state: string; count: number }>('select state, count(*)::int from step group by state');
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}

const kindOf = (stage: StageName): AboutKind => (stage === 'fetch-pop3' ? 'mailbox' : 'inboundMessage');

function startWorker(
  { steps, connection, queues }: { steps: Engine['steps']; connection: QueueConnection; queues: Queues },
  work: Work,
  { stage = 'scan', concurrency = 8, policy = POLICY, lease = LEASE }: WorkerOptions,
): WorkerProcess {
  const seen: Observation[] = [];
  let dead = false;
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => undefined);
  // A dead process computes nothing more, and its jobs are lost to the queue.
  const whileAlive = async (run: Run) => {
    const outcome = await work(run).catch((error) => error);
    if (dead) return new Promise<never>(() => undefined);
    if (outcome instanceof Error) throw outcome;
    return outcome as Outcome;
  };
  const bound: BoundStage = { queue: stage, policy, run: whileAlive, failed: async () => undefined };
  const runner = createRunner({
    stages: [bound],
    steps: { ...steps, extend: async (tokens, lease) => (dead ? new Set(tokens) : steps.extend(tokens, lease)) },
    publisher: queues,
    lease,
    observe: (observation) => seen.push(observation),
  });
  const queue = queues.all.find(({ name }) => name === stage);
  if (!queue) throw new Error(`no queue ${stage}`);
  const hosted: HostedStage = hostStage(connection, {
    stage,
    queue,
    handle: (job) => Promise.race([runner.handle(job), death.promise]),
    settings: { concurrency, lockDuration: 1_000, stalledInterval: 500 },
    log: () => undefined,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      if (!dead) runner.release();
      await hosted.drain();
      runner.close();
    })();
    return stopped;
  };
  return {
    seen,
    runner,
    get crashed() {
      return dead;
    },
    stop,
    async crash() {
      dead = true;
      death.reject(new Error('this process is dead'));
      await stop();
    },
  };
}
