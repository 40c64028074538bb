import { setTimeout } from 'node:timers/promises';
import {
  type Claim,
  type Disposition,
  type Ended,
  type Ending,
  type ErrorCode,
  type JobHandler,
  type Milliseconds,
  type NoClaim,
  type Publication,
  type Publisher,
  type StageName,
  type Steps,
  seconds,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import { type Consequence, consequenceOf, StoppingError } from './classify-error.ts';
import { heartbeat } from './heartbeat.ts';
import { solitude } from './solitude.ts';
import type { BoundStage, Outcome, Run } from './stage.ts';

/** What was seen of one run; for log and metrics, nothing personal in it. */
export interface Observation {
  stage: StageName;
  stepId: string;
  outcome: 'done' | 'again' | 'retried' | 'waiting' | 'released' | 'failed' | 'lost';
  code: ErrorCode | null;
  duration: Milliseconds;
}

export interface RunnerOptions {
  stages: readonly BoundStage[];
  steps: Steps;
  publisher: Publisher;
  lease: Milliseconds;
  observe(observation: Observation): void;
  /** A named point in a stage's run; tests kill the process here. */
  point?(stage: StageName, name: string): void;
  random?(): number;
}

export interface Runner {
  readonly handle: JobHandler;
  /** Gives back what is under way: every run is aborted and its step pending again. */
  release(): void;
  /** Ends the heartbeat; call it when no run is under way. */
  close(): void;
}

const DATABASE_AWAY = seconds(2);
/** While the database restarts, an ending is tried this often before the lease is over. */
const TRIES_PER_LEASE = 40;

/** Executes steps: claim, run, end, publish. Every job of every stage goes through here. */
export function createRunner(options: RunnerOptions): Runner {
  const stages = new Map(options.stages.map((bound) => [bound.queue, bound]));
  const beat = heartbeat(options.steps, options.lease);
  const room = solitude();
  const stopping = new AbortController();
  const { steps, publisher, lease, observe, random = Math.random, point = () => undefined } = options;

  const handle: JobHandler = async (job) => {
    const bound = stages.get(job.stage);
    if (!bound) return { kind: 'delay', wait: seconds(30) };
    const attempt = (alone: boolean) => () => claimAndRun(bound, job.stepId, job.publication, alone);
    try {
      const first = await room.together(attempt(false));
      return first === 'suspect' ? ((await room.alone(attempt(true))) as Disposition) : first;
    } catch (error) {
      return whenLedgerFails(error);
    }
  };

  async function claimAndRun(
    bound: BoundStage,
    stepId: string,
    publication: number,
    alone: boolean,
  ): Promise<Disposition | 'suspect'> {
    if (stopping.signal.aborted) return { kind: 'delay', wait: 0 };
    const result = await steps.claim(stepId, publication, { lease, alone });
    return result.kind === 'claimed' ? execute(bound, result.claim) : withoutClaim(result);
  }

  async function execute(bound: BoundStage, claim: Claim): Promise<Disposition> {
    const started = performance.now();
    const seen = (outcome: Observation['outcome'], code: ErrorCode | null) =>
      observe({ stage: bound.queue, stepId: claim.step.id, outcome, code, duration: performance.now() - started });
    const end = patience();
    point(bound.queue, 'claimed');
    try {
      const outcome = await runBounded(bound, claim);
      point(bound.queue, 'ran');
      const ended = await finish(bound, { claim, outcome, end });
      seen(ended.stood ? outcome.kind : 'lost', null);
      return outcome.kind === 'again' && ended.stood ? { kind: 'delay', wait: ended.dueIn } : { kind: 'complete' };
    } catch (error) {
      const consequence = consequenceOf(error, claim, bound.policy, random());
      seen(
        seenAs(consequence),
        consequence.kind === 'end' && 'code' in consequence.ending ? consequence.ending.code : null,
      );
      return await afterError(bound, { claim, consequence, end });
    }
  }

  async function runBounded(bound: BoundStage, claim: Claim): Promise<Outcome> {
    const { lost, leave } = beat.join(claim);
    const late = new AbortController();
    const timer = globalThis.setTimeout(() => late.abort(timedOut(bound)), bound.policy.timeout);
    const signal = AbortSignal.any([lost, late.signal, stopping.signal]);
    try {
      return await aborting(signal, bound.run(contextOf(bound, claim, signal)));
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  const contextOf = (bound: BoundStage, claim: Claim, signal: AbortSignal): Run => ({
    id: claim.step.about.id,
    about: claim.step.about,
    step: claim.step,
    signal,
    point: (name) => point(bound.queue, name),
    commit: async (record) => publish(await steps.commit(claim, record)),
  });

  async function finish(
    bound: BoundStage,
    { claim, outcome, end }: { claim: Claim; outcome: Outcome; end: typeof steps.end },
  ): Promise<Ended & { dueIn: Milliseconds }> {
    const ended = await end(claim, outcome);
    point(bound.queue, 'ended');
    await publish(ended.publications);
    point(bound.queue, 'published');
    const dueIn = outcome.kind === 'again' && outcome.at ? Math.max(0, outcome.at.getTime() - Date.now()) : 0;
    return { ...ended, dueIn };
  }

  async function afterError(
    bound: BoundStage,
    { claim, consequence, end }: { claim: Claim; consequence: Consequence; end: typeof steps.end },
  ): Promise<Disposition> {
    if (consequence.kind === 'lost') return { kind: 'complete' };
    const { ending, pauseStage } = consequence;
    await end(claim, withRecord(bound, claim, ending));
    if (ending.kind === 'failed') return { kind: 'fail', code: ending.code };
    if (pauseStage !== undefined) return { kind: 'pauseStage', wait: pauseStage };
    return { kind: 'delay', wait: 'after' in ending ? ending.after : 0 };
  }

  // What has happened outside cannot be had back, so its record is tried as long as the lease may stand.
  function patience(): typeof steps.end {
    let over = Number.POSITIVE_INFINITY;
    return async (claim, ending) => {
      for (;;) {
        try {
          return await steps.end(claim, ending);
        } catch (error) {
          over = Math.min(over, performance.now() + lease);
          const enough = performance.now() >= over || stopping.signal.aborted;
          if (!(error instanceof UnavailableError) || enough) throw error;
          await setTimeout(lease / TRIES_PER_LEASE);
        }
      }
    };
  }

  // What is not published now is published by the sweep: the step stands in the ledger.
  const publish = (publications: Publication[]) => publisher.publish(publications).catch(() => undefined);

  return { handle, release: () => stopping.abort(new StoppingError()), close: () => beat.stop() };
}

function withRecord(bound: BoundStage, { step }: Claim, ending: Ending): Ending {
  if (ending.kind === 'failed') return { ...ending, record: (tx) => bound.failed(tx, step.about, ending.code) };
  const { delayed } = bound;
  if (!delayed || (ending.kind !== 'retry' && ending.kind !== 'unavailable')) return ending;
  return { ...ending, record: (tx) => delayed(tx, step.about, ending.code) };
}

function withoutClaim(result: NoClaim): Disposition | 'suspect' {
  switch (result.kind) {
    case 'over':
      return { kind: 'complete' };
    case 'suspect':
      return 'suspect';
    case 'taken':
    case 'notDue':
      return { kind: 'delay', wait: result.wait };
  }
}

// The step table itself could not be read or written: nothing is known, so the job waits, and the sweep sees to the rest.
const whenLedgerFails = (error: unknown): Disposition =>
  error instanceof UnavailableError
    ? { kind: 'pauseStage', wait: DATABASE_AWAY }
    : { kind: 'delay', wait: seconds(30) };

const timedOut = (bound: BoundStage) =>
  new TransientError('timed-out', { message: `This run took longer than ${bound.policy.timeout / 1_000} s.` });

/** Rejects with the signal's reason as soon as it aborts, also when the work does not listen. */
function aborting<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work
      .then(resolve, (error) => reject(signal.aborted ? signal.reason : error))
      .finally(() => {
        signal.removeEventListener('abort', abort);
      });
  });
}

function seenAs(consequence: Consequence): Observation['outcome'] {
  if (consequence.kind === 'lost') return 'lost';
  const kinds = { retry: 'retried', unavailable: 'waiting', released: 'released', failed: 'failed' } as const;
  return kinds[consequence.ending.kind];
}
