import {
  inBatches,
  type JobLookup,
  jobId,
  type Publication,
  type Publisher,
  STAGES,
  type StageName,
} from '@zaakpost/domain';
import type { Queue } from 'bullmq';
import { away, type QueueConnection } from './connection.ts';
import type { Places } from './whereabouts.ts';

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
const LOOKUPS_AT_ONCE = 200;

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
      const found: Places = new Map();
      for (const [stage, some] of Map.groupBy(publications, (publication) => publication.stage)) {
        for (let from = 0; from < some.length; from += LOOKUPS_AT_ONCE) {
          const ids = some.slice(from, from + LOOKUPS_AT_ONCE).map(jobId);
          for (const [id, place] of await away(() => connection.whereabouts(queueOf(stage), ids))) found.set(id, place);
        }
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
