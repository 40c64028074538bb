import type {
  About,
  AboutKind,
  Backoff,
  ErrorCode,
  Milliseconds,
  NewStep,
  Recording,
  StageName,
  Step,
  Tx,
} from '@zaakpost/domain';

/** What a stage says of what happened; what went wrong it throws. */
export type Outcome =
  | { kind: 'done'; record?: Recording; next: NewStep[] }
  | { kind: 'again'; at?: Date; record?: Recording; next: NewStep[] };

/** It happened: commit `record`, end the step, give birth to `next`, all in one transaction. */
export const done = ({ record, next = [] }: { record?: Recording; next?: NewStep[] } = {}): Outcome => ({
  kind: 'done',
  next,
  ...(record && { record }),
});

/** Run this step again, at `at` or at once; attempts start anew. */
export const again = ({
  at,
  record,
  next = [],
}: {
  at?: Date;
  record?: Recording;
  next?: NewStep[];
} = {}): Outcome => ({
  kind: 'again',
  next,
  ...(at && { at }),
  ...(record && { record }),
});

/** How long or how often a stage is tried, how long it waits in between, and how long one run may take. */
export type Policy = ({ attempts: number } | { for: Milliseconds }) & {
  backoff: Backoff;
  timeout: Milliseconds;
  /** Waits of their own for what is away with these codes: whoever asks too often is locked out. */
  waits?: Partial<Record<ErrorCode, Backoff>>;
};

/** What the runner gives a stage beside its ports. */
export interface Run {
  /** The id of what the step is about. */
  id: string;
  about: About;
  step: Step;
  /** Aborted at the time-out, when the claim is lost, and when the worker must stop. */
  signal: AbortSignal;
  /** Commits in the middle, fenced, and publishes the steps that `record` gives. @throws ClaimLostError */
  commit(record: Recording): Promise<void>;
  /** A named point at which a test may kill the process. */
  point(name: string): void;
}

/** One of the seven. The file that makes it is the stage. */
export interface Stage<Ports> {
  queue: StageName;
  about: AboutKind | readonly AboutKind[];
  policy: Policy;
  run(context: Run & Ports): Promise<Outcome>;
  /** What the end of all tries means for what the step was about; recorded with the failure. */
  failed?(context: Ports & { tx: Tx; about: About; code: ErrorCode }): Promise<void>;
  /** What a wait or a retry means for it; recorded with the wait. */
  delayed?(context: Ports & { tx: Tx; about: About; code: ErrorCode }): Promise<void>;
}

export const stage = <Ports>(definition: Stage<Ports>): Stage<Ports> => definition;

/** A stage with its ports in hand, ready for the runner. */
export interface BoundStage {
  queue: StageName;
  policy: Policy;
  run(context: Run): Promise<Outcome>;
  failed(tx: Tx, about: About, code: ErrorCode): Promise<void>;
  delayed?(tx: Tx, about: About, code: ErrorCode): Promise<void>;
}

export function bind<Ports extends object>(definition: Stage<Ports>, ports: Ports): BoundStage {
  const { queue, policy, delayed } = definition;
  return {
    queue,
    policy,
    run: (context) => definition.run({ ...ports, ...context }),
    failed: async (tx, about, code) => definition.failed?.({ ...ports, tx, about, code }),
    ...(delayed && { delayed: (tx: Tx, about: About, code: ErrorCode) => delayed({ ...ports, tx, about, code }) }),
  };
}
