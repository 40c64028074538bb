import {
  inBatches,
  type JobLookup,
  type JobWhereabouts,
  jobId,
  type Publication,
  type Publisher,
  STAGES,
  type StageName,
} from '@zaakpost/domain';
import type { Queue } from 'bullmq';
import { away, type QueueConnection } from './connection.ts';

/** Ids of the step and its publication: nothing personal enters the queue. */
export interface StepJob {
  stepId: string;
  publication: number;
}

/** How many ended jobs the board can show, at the least; the ledger keeps the rest. */
const KEPT_COMPLETED = 200;
/**
 * Only so many of the jobs clear away older ones when they complete. On PostgreSQL that looks at all that are kept, and two
 * that do it at the same time may lock each other out.
 */
const CLEARS_ONE_IN = 64;
const KEPT_FAILED = 2_000;
const MOST_AT_ONCE = 1_000;
const LOOKUPS_AT_ONCE = 50;

/** Puts steps on their queues and tells where jobs are. */
export interface Queues extends Publisher, JobLookup {
  /** All seven, for the board. */
  readonly all: Queue[];
  close(): Promise<void>;
}

export function openQueues(connection: QueueConnection): Queues {
  const queues = new Map(STAGES.map((stage) => [stage, connection.queue(stage)]));
  const queueOf = (stage: StageName) => queues.get(stage) as Queue;
  const add = inBatches<Publication[], void>(MOST_AT_ONCE, async (groups) => {
    const byStage = Map.groupBy(groups.flat(), (publication) => publication.stage);
    await away(() => Promise.all([...byStage].map(([stage, some]) => queueOf(stage).addBulk(some.map(jobOf)))));
    return groups.map(() => undefined);
  });

  return {
    all: [...queues.values()],
    publish: async (publications) => {
      if (publications.length > 0) await add(publications);
    },
    async whereabouts(publications) {
      const found = new Map<string, JobWhereabouts>();
      for (let i = 0; i < publications.length; i += LOOKUPS_AT_ONCE) {
        const some = publications.slice(i, i + LOOKUPS_AT_ONCE);
        const places = await away(() =>
          Promise.all(some.map((p) => whereaboutsOf(connection, queueOf(p.stage), jobId(p)))),
        );
        some.forEach((p, at) => {
          found.set(jobId(p), places[at] as JobWhereabouts);
        });
      }
      return found;
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

const jobOf = (publication: Publication) => ({
  name: publication.stage,
  data: { stepId: publication.stepId, publication: publication.publication } satisfies StepJob,
  opts: {
    jobId: jobId(publication),
    attempts: 1,
    delay: publication.dueIn,
    removeOnComplete: clears(publication.stepId) ? { count: KEPT_COMPLETED } : false,
    removeOnFail: { count: KEPT_FAILED },
  },
});

/** Ids are random, so their last digits are too. */
const clears = (stepId: string): boolean => Number.parseInt(stepId.slice(-4), 16) % CLEARS_ONE_IN === 0;

async function whereaboutsOf(connection: QueueConnection, queue: Queue, id: string): Promise<JobWhereabouts> {
  const state = await queue.getJobState(id);
  if (state === 'unknown') return { kind: 'missing' };
  if (state === 'completed' || state === 'failed') return { kind: 'finished' };
  if (state === 'active') return { kind: 'active' };
  if (state !== 'delayed') return { kind: 'waiting' };
  const until = (await connection.delayedUntil(queue, [id])).get(id);
  return { kind: 'delayed', dueIn: until === undefined ? 0 : Math.max(0, until - Date.now()) };
}
