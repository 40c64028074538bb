import {
  type Claim,
  ClaimLostError,
  days,
  exponential,
  hours,
  minutes,
  PermanentError,
  seconds,
  step,
  TransientError,
  UnavailableError,
} from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { consequenceOf, StoppingError } from './classify-error.ts';
import type { Policy } from './stage.ts';

const backoff = exponential(seconds(10), { cap: minutes(1) });
const byAttempts: Policy = { attempts: 3, backoff, timeout: minutes(1) };
const byTime: Policy = { for: days(5), backoff, timeout: minutes(1) };

function claim({ age = 0, ...of }: { attempts?: number; waits?: number; age?: number } = {}): Claim {
  const now = new Date('2026-11-23T12:00:00Z');
  return {
    step: {
      ...step('scan', 'inboundMessage', 'mail'),
      ...{ state: 'running', publication: 1, attempts: 1, waits: 0, deaths: 0, suspect: false },
      ...{ errorCode: null, errorText: null, notBefore: now, createdAt: now, startedAt: now, finishedAt: null },
      ...{ replayOf: null, ...of },
    },
    token: 'token',
    age,
  };
}

const transient = new TransientError('smtp-deferred', { message: 'Later.' });
const away = (scope: 'stage' | 'thing', retryAfter?: number) =>
  new UnavailableError('clamd-away', { message: 'Away.', scope, ...(retryAfter && { retryAfter }) });
const endingOf = (error: unknown, of: Claim, policy: Policy) => {
  const consequence = consequenceOf(error, of, policy, 0);
  return consequence.kind === 'end' ? consequence.ending : consequence;
};

describe('an error of a run', () => {
  it('that lost its claim writes nothing', () => {
    expect(consequenceOf(new ClaimLostError(), claim(), byAttempts, 0)).toEqual({ kind: 'lost' });
  });

  it('because the worker stops gives the step back', () => {
    expect(endingOf(new StoppingError(), claim({ attempts: 99 }), byAttempts)).toEqual({ kind: 'released' });
  });

  it('that is permanent fails the step at the first attempt', () => {
    const error = new PermanentError('blob-corrupt', { message: 'Restore it.' });

    expect(endingOf(error, claim(), byTime)).toEqual({ kind: 'failed', code: 'blob-corrupt', text: 'Restore it.' });
  });

  it('for which there is a wait of its own waits that long, by how often it has waited', () => {
    const policy: Policy = { ...byAttempts, waits: { 'clamd-away': exponential(hours(1), { cap: hours(6) }) } };

    expect(endingOf(away('thing'), claim({ waits: 1 }), policy)).toMatchObject({
      kind: 'unavailable',
      after: hours(1),
    });
    expect(endingOf(away('thing', 7), claim({ waits: 1 }), policy)).toMatchObject({ after: 7 });
  });

  it.each([
    [1, 5_000],
    [2, 10_000],
  ])('that is transient, at attempt %i of 3, is tried again after %i ms', (attempts, after) => {
    const ending = endingOf(transient, claim({ attempts, age: days(30) }), byAttempts);

    expect(ending).toEqual({ kind: 'retry', after, code: 'smtp-deferred', text: 'Later.' });
  });

  it('that is transient fails the step at the last attempt', () => {
    const ending = endingOf(transient, claim({ attempts: 3 }), byAttempts);

    expect(ending).toEqual({ kind: 'failed', code: 'smtp-deferred', text: 'Later.' });
  });

  it('that is transient fails the step when its time is over, and never before', () => {
    expect(endingOf(transient, claim({ attempts: 500, age: days(5) - 1 }), byTime)).toMatchObject({ kind: 'retry' });
    expect(endingOf(transient, claim({ attempts: 2, age: days(5) }), byTime)).toMatchObject({ kind: 'failed' });
  });

  it('that says how long to wait is believed', () => {
    const patient = new TransientError('smtp-deferred', { message: 'Later.', retryAfter: hours(1) });

    expect(endingOf(patient, claim(), byAttempts)).toMatchObject({ kind: 'retry', after: hours(1) });
  });
});

describe('a dependency that is away', () => {
  it('for the whole stage pauses the stage, however long it lasts', () => {
    const long = claim({ attempts: 99, waits: 999, age: days(99) });

    expect(consequenceOf(away('stage'), long, byTime, 0)).toEqual({
      kind: 'end',
      ending: { kind: 'unavailable', after: 0, code: 'clamd-away', text: 'Away.', own: false },
      pauseStage: seconds(5),
    });
    expect(consequenceOf(away('stage', seconds(7)), long, byAttempts, 0)).toMatchObject({ pauseStage: seconds(7) });
  });

  it('that went down in the middle of this thing pauses the stage, and lets this step wait longer each time', () => {
    const fallen = new UnavailableError('clamd-away', { message: 'Away.', scope: 'stage', overThis: true });
    const waits = [0, 2, 50].map((n) => consequenceOf(fallen, claim({ waits: n, age: days(99) }), byTime, 0));

    expect(waits).toMatchObject(
      [5_000, 20_000, 30_000].map((after) => ({ ending: { after, own: true }, pauseStage: seconds(5) })),
    );
  });

  it('that went down in the middle of several things lets them come again apart, however often', () => {
    const fallen = new UnavailableError('clamd-away', { message: 'Away.', scope: 'stage', overThis: true });
    const patient: Policy = { ...byTime, backoff: exponential(seconds(5), { cap: minutes(30) }) };
    const waits = [0, 0.5, 1].map((random) => consequenceOf(fallen, claim({ waits: 9 }), patient, random));

    expect(waits).toMatchObject([30_000, 45_000, 60_000].map((after) => ({ ending: { after } })));
  });

  it('for this thing lets only this step wait, longer each time', () => {
    const waits = [0, 1, 2, 50].map((n) => endingOf(away('thing'), claim({ waits: n }), byAttempts));

    expect(waits).toMatchObject([5_000, 10_000, 20_000, 30_000].map((after) => ({ kind: 'unavailable', after })));
  });

  it('for this thing costs no attempts', () => {
    const ending = endingOf(away('thing'), claim({ attempts: 3, age: days(99) }), byAttempts);

    expect(ending).toMatchObject({ kind: 'unavailable' });
  });

  it('for this thing is given up when the time of the stage is over', () => {
    expect(endingOf(away('thing'), claim({ age: days(5) }), byTime)).toMatchObject({ kind: 'failed' });
  });

  it('is waited for a while, however short the backoff', () => {
    const hasty: Policy = { ...byAttempts, backoff: () => 1 };

    expect(endingOf(away('thing'), claim(), hasty)).toMatchObject({ after: seconds(5) });
    expect(endingOf(away('thing', 50), claim(), hasty)).toMatchObject({ after: 50 });
  });
});

describe('a bug of ours', () => {
  it('is retried as unexpected, then fails with its stack', () => {
    const bug = new TypeError('x is not a function');

    expect(endingOf(bug, claim(), byAttempts)).toMatchObject({ kind: 'retry', code: 'unexpected' });
    expect(endingOf(bug, claim({ attempts: 3 }), byAttempts)).toMatchObject({
      kind: 'failed',
      code: 'unexpected',
      text: expect.stringMatching(/^TypeError\n\s+at .*classify-error\.test\.ts/u),
    });
  });

  it('keeps its kind and code, and nothing of its message, which could quote a mail', () => {
    const foreign = Object.assign(new Error('secret\n    at secret place\nsecret'), { code: 'EPARSE' });

    const { text } = endingOf(foreign, claim(), byAttempts) as { text: string };

    expect(text).toMatch(/^Error EPARSE\n/u);
    expect(text).not.toContain('secret');
  });

  it('that was thrown as no error says so', () => {
    expect(endingOf('secret', claim(), byAttempts)).toMatchObject({
      code: 'unexpected',
      text: 'Something that is no error was thrown.',
    });
  });
});
