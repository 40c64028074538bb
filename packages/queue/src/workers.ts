import type { Disposition, JobHandler, StageName } from '@zaakpost/domain';
import { DelayedError, type Job, type Queue, RateLimitError, UnrecoverableError, type Worker } from 'bullmq';
import type { QueueConnection } from './connection.ts';
import type { StepJob } from './publisher.ts';

/** Times in milliseconds. */
export interface HostSettings {
  concurrency: number;
  lockDuration: number;
  stalledInterval: number;
}

/** BullMQ must never give a job up by itself: how often a step may die is for the step table to say. */
const NEVER = 1_000_000;

/** One stage's worker in this process. */
export interface HostedStage {
  readonly stage: StageName;
  /** Takes no new jobs and waits for those under way. Has no time-out of its own: bound it, then `abandon`. */
  drain(): Promise<void>;
  /** Closes without waiting; what was under way is found by the sweep. */
  abandon(): Promise<void>;
}

/** Takes this stage's jobs and does with each what `handle` says. */
export function hostStage(
  connection: QueueConnection,
  {
    stage,
    queue,
    handle,
    settings,
    log,
  }: { stage: StageName; queue: Queue; handle: JobHandler; settings: HostSettings; log: (error: Error) => void },
): HostedStage {
  const worker: Worker = connection.worker(
    stage,
    async (job: Job<StepJob>, token?: string) => {
      const disposition = await handle({ stage, ...job.data });
      await dispose(disposition, { job, token, queue });
    },
    { ...settings, maxStalledCount: NEVER, runRetryDelay: 1_000, drainDelay: 5 },
  );
  worker.on('error', log);
  return {
    stage,
    // A worker on PostgreSQL that is closed while it still connects never comes to rest.
    drain: () => worker.waitUntilReady().then(() => worker.close()),
    abandon: () => worker.close(true),
  };
}

async function dispose(
  disposition: Disposition,
  { job, token, queue }: { job: Job; token: string | undefined; queue: Queue },
): Promise<void> {
  switch (disposition.kind) {
    case 'complete':
      return;
    case 'delay':
      await job.moveToDelayed(Date.now() + Math.ceil(disposition.wait), token);
      throw new DelayedError();
    case 'pauseStage':
      await queue.rateLimit(Math.ceil(disposition.wait));
      throw new RateLimitError();
    case 'fail':
      throw withoutStack(new UnrecoverableError(disposition.code));
  }
}

// The board shows what BullMQ keeps: the code, and nothing of where or of whom.
function withoutStack(error: Error): Error {
  error.stack = error.message;
  return error;
}
