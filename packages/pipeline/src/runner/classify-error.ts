import {
  type Claim,
  ClaimLostError,
  type Ending,
  type ErrorCode,
  type Milliseconds,
  minutes,
  PermanentError,
  seconds,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import type { Policy } from './stage.ts';

/** The worker must stop: the claim is given back as if it had never been. */
export class StoppingError extends Error {
  constructor() {
    super('The worker stops; the step is given back.');
    this.name = 'StoppingError';
  }
}

/** What an error means for the step, and whether the whole stage has to wait. */
export type Consequence =
  | { kind: 'lost' }
  | { kind: 'end'; ending: Exclude<Ending, { kind: 'done' | 'again' }>; pauseStage?: Milliseconds };

const STAGE_PAUSE = seconds(5);
/** What may have brought down what it needs waits for longer each time, so that the others pass in between. */
const LONGEST_AFTER_FALL = minutes(1);
const WITHOUT_COUNT = seconds(30);

/** The only place where errors are classified. */
export function consequenceOf(error: unknown, claim: Claim, policy: Policy, random: number): Consequence {
  if (error instanceof ClaimLostError) return { kind: 'lost' };
  if (error instanceof StoppingError) return end({ kind: 'released' });
  if (error instanceof UnavailableError) return unavailable(error, claim, policy, random);
  if (error instanceof PermanentError) return end({ kind: 'failed', code: error.code, text: error.message });
  if (error instanceof TransientError) {
    return retry(error.code, error.message, error.retryAfter, claim, policy, random);
  }
  return retry('unexpected', stackOf(error), undefined, claim, policy, random);
}

function unavailable(error: UnavailableError, claim: Claim, policy: Policy, random: number): Consequence {
  const { code, message: text } = error;
  const own = error.overThis;
  if (error.scope === 'stage') {
    const after = own ? afterFall(policy.backoff(claim.step.waits + 1, 1), random) : 0;
    return { ...end({ kind: 'unavailable', after, code, text, own }), pauseStage: error.retryAfter ?? STAGE_PAUSE };
  }
  if (isOver(claim, policy, { counts: false })) return end({ kind: 'failed', code, text });
  const backoff = policy.waits?.[code] ?? policy.backoff;
  const after = error.retryAfter ?? Math.max(backoff(claim.step.waits + 1, random), WITHOUT_COUNT / 6);
  return end({ kind: 'unavailable', after, code, text, own });
}

/** At random to the end: those that fell together would come again together, and fall with the one that is to blame. */
const afterFall = (backoff: Milliseconds, random: number): Milliseconds =>
  Math.round((Math.min(backoff, LONGEST_AFTER_FALL) * (1 + random)) / 2);

function retry(
  code: ErrorCode,
  text: string,
  retryAfter: Milliseconds | undefined,
  claim: Claim,
  policy: Policy,
  random: number,
): Consequence {
  if (isOver(claim, policy, { counts: true })) return end({ kind: 'failed', code, text });
  return end({ kind: 'retry', after: retryAfter ?? policy.backoff(claim.step.attempts, random), code, text });
}

function isOver(claim: Claim, policy: Policy, { counts }: { counts: boolean }): boolean {
  if ('for' in policy) return claim.age >= policy.for;
  return counts && claim.step.attempts >= policy.attempts;
}

const end = (ending: Exclude<Ending, { kind: 'done' | 'again' }>) => ({ kind: 'end' as const, ending });

// A bug of ours keeps its stack in the ledger; messages of foreign errors could quote a mail, so only their kind is kept.
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something that is no error was thrown.';
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '));
  return [`${error.name}${'code' in error ? ` ${String(error.code)}` : ''}`, ...frames.slice(0, 8)].join('\n');
}
