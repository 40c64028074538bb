import type { Milliseconds } from '../duration.ts';
import type { ErrorCode } from '../errors.ts';
import type { StageName } from '../stage.ts';
import type { NewStep, Publication, Step } from '../step.ts';
import type { Recording, Tx } from './transaction.ts';

/** A claim that was won: the step as it is now, and the token that stands as long as the lease does. */
export interface Claim {
  step: Step;
  token: string;
  /** Since its first attempt, by the database's clock. */
  age: Milliseconds;
}

/** What a job for a step that could not be claimed has to do. */
export type NoClaim =
  | { kind: 'over' }
  | { kind: 'taken'; wait: Milliseconds }
  | { kind: 'notDue'; wait: Milliseconds }
  | { kind: 'suspect' };

export type ClaimResult = { kind: 'claimed'; claim: Claim } | NoClaim;

/** How a claim ends. */
export type Ending =
  | { kind: 'done'; record?: Recording; next: NewStep[] }
  /** Pending again, at `at` or after `after`; `attempts` start at 0 when it went well. */
  | { kind: 'again'; at?: Date; after?: Milliseconds; record?: Recording; next: NewStep[] }
  | { kind: 'retry'; after: Milliseconds; code: ErrorCode; text: string; record?: Recording }
  /** A dependency is away: the attempt is given back, and the wait is counted where it is this thing's own. */
  | {
      kind: 'unavailable';
      after: Milliseconds;
      code: ErrorCode;
      text: string;
      own: boolean;
      record?: Recording;
    }
  /** The worker stops: pending at once, the attempt given back. */
  | { kind: 'released' }
  | { kind: 'failed'; code: ErrorCode; text: string; record?: Recording };

/** What was committed: what is to be published now. `stood` is false when the claim was lost and nothing was written. */
export interface Ended {
  stood: boolean;
  publications: Publication[];
}

/** The step table: ledger, outbox and fence. Every comparison of times is by the database's clock. */
export interface Steps {
  /** Claims by compare-and-set. `alone` allows suspects, and says that nothing else runs in this process. */
  claim(stepId: string, publication: number, options: { lease: Milliseconds; alone: boolean }): Promise<ClaimResult>;

  /** Extends the leases that still stand; returns the tokens of those that do. */
  extend(tokens: string[], lease: Milliseconds): Promise<Set<string>>;

  /** Ends a claim, its effects and the birth of the next steps in one commit. */
  end(claim: Claim, ending: Ending): Promise<Ended>;

  /** Commits in the middle of a claim, fenced. Throws ClaimLostError when the claim no longer stands. */
  commit(claim: Claim, record: Recording): Promise<Publication[]>;

  /** Adds steps within a transaction; a step that is open already for (stage, about) is left as it is. */
  add(tx: Tx, steps: NewStep[]): Promise<Publication[]>;

  /** Runs `record` in a transaction of its own and gives what to publish after it. */
  begin(record: Recording): Promise<Publication[]>;

  /** Moves a pending step's moment and raises its publication; null when no pending step is there. */
  reschedule(tx: Tx, stage: StageName, aboutId: string, notBefore: Date): Promise<Publication | null>;

  /** Cancels a pending step by compare-and-set; false when it is running or over. */
  cancel(tx: Tx, stage: StageName, aboutId: string): Promise<boolean>;

  /**
   * A new step from an ended one, linked to it, for the caller to give birth to.
   *
   * @throws PermanentError('record-changed') when it is not over, or when a newer run is open already.
   */
  replay(tx: Tx, stepId: string): Promise<NewStep>;

  load(stepId: string): Promise<Step | null>;
}

/** What the sweep needs: see docs/pipeline.md. One scheduler at a time. */
export interface SweepLedger {
  /**
   * Expired leases become pending, suspect, with a new publication. A step that died alone `mostDeaths` times becomes
   * failed, and `failed` records in the same transaction what that means for what the step was about.
   */
  releaseExpired(mostDeaths: number, failed: (tx: Tx, step: Step) => Promise<void>): Promise<Publication[]>;

  /** Pending, due, last published over `age` ago; oldest publication first, at most `most`. */
  overdue(age: Milliseconds, most: number): Promise<Publication[]>;

  /** Notes that these were published just now. */
  published(stepIds: string[]): Promise<void>;

  /** Raises the publication where it is still the one given; returns the new ones. */
  renew(stale: Publication[]): Promise<Publication[]>;
}
