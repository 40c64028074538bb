import type { Milliseconds } from '../duration.ts';
import type { ErrorCode } from '../errors.ts';
import type { StageName } from '../stage.ts';
import type { Publication } from '../step.ts';

/** Puts steps where workers look. Publishing what the queue still knows has no effect. */
export interface Publisher {
  /** Throws UnavailableError('queue-away') when the queue cannot be reached; the sweep will publish then. */
  publish(publications: Publication[]): Promise<void>;
}

/** Where a job is, as the queue sees it. */
export type JobWhereabouts =
  | { kind: 'missing' }
  | { kind: 'waiting' }
  | { kind: 'active' }
  | { kind: 'delayed'; dueIn: Milliseconds }
  | { kind: 'finished' };

export interface JobLookup {
  whereabouts(publications: Publication[]): Promise<Map<string, JobWhereabouts>>;
}

/** What a worker does with the job after the step was run. */
export type Disposition =
  | { kind: 'complete' }
  | { kind: 'delay'; wait: Milliseconds }
  /** The whole stage waits in this process. */
  | { kind: 'pauseStage'; wait: Milliseconds }
  | { kind: 'fail'; code: ErrorCode };

/** Runs one job: given ids, tells what to do with the job. Never throws. */
export type JobHandler = (job: { stage: StageName; stepId: string; publication: number }) => Promise<Disposition>;
