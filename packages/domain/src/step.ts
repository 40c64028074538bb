import { randomUUID } from 'node:crypto';
import type { ErrorCode } from './errors.ts';
import type { About, AboutKind, StageName } from './stage.ts';

/** `pending` and `running` are open; the others are ends that never change. */
export type StepState = 'pending' | 'running' | 'done' | 'failed' | 'cancelled';

/**
 * One run of a stage about one thing: ledger, outbox and fence in one row. At most one open step exists per (stage, about).
 * Every time in it is the database's.
 */
export interface Step {
  /** UUID, made by us before the row exists. */
  id: string;
  stage: StageName;
  about: About;
  state: StepState;
  /** Raised whenever the step must be offered to the queue afresh; the job id is `<id>-<publication>`. */
  publication: number;
  attempts: number;
  /** Waits in a row for a dependency that was away. */
  waits: number;
  /** Times the process died while this step was alone in it. */
  deaths: number;
  /** A process died with this step in it: it runs alone from now on. */
  suspect: boolean;
  errorCode: ErrorCode | null;
  errorText: string | null;
  notBefore: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  replayOf: string | null;
}

/** A step that does not exist yet; it is born in the transaction that makes it necessary. */
export interface NewStep {
  id: string;
  stage: StageName;
  about: About;
  /** Not to be run before; absent: at once, by the database's clock. */
  notBefore?: Date;
  replayOf?: string;
}

/** A step to be born: `step('scan', 'inboundMessage', id)`. */
export function step(
  stage: StageName,
  kind: AboutKind,
  id: string,
  more: { notBefore?: Date; replayOf?: string } = {},
): NewStep {
  return { id: randomUUID(), stage, about: { kind, id }, ...more };
}

/** What the queue needs to know of a step: ids and a moment, nothing personal. */
export interface Publication {
  stepId: string;
  stage: StageName;
  publication: number;
  /** Milliseconds until it is due, by the database's clock at the moment of reading; 0 when due. */
  dueIn: number;
}

export const jobId = (of: { stepId: string; publication: number }): string => `${of.stepId}-${of.publication}`;
