import { type Claim, ClaimLostError, seconds } from '@zaakpost/domain';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const claim = (token: string) => ({ token }) as Claim;

/** A ledger in which these tokens stand. */
function ledger(...standing: string[]) {
  const asked: string[][] = [];
  return {
    asked,
    standing: new Set(standing),
    async extend(tokens: string[]) {
      asked.push(tokens);
      return new Set(tokens.filter((token) => this.standing.has(token)));
    },
  };
}

test('a lease is extended three times in its length, all claims in one statement', async () => {
  const steps = ledger('a', 'b');
  const beat = heartbeat(steps, seconds(3));
  const joined = [beat.join(claim('a')), beat.join(claim('b'))];

  await vi.advanceTimersByTimeAsync(seconds(3));

  expect(steps.asked).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(joined.some(({ lost }) => lost.aborted)).toBe(false);
  beat.stop();
});

test('a claim that no longer stands is told so, and its neighbour is not', async () => {
  const steps = ledger('b');
  const beat = heartbeat(steps, seconds(3));
  const [gone, stays] = [beat.join(claim('a')), beat.join(claim('b'))];

  await vi.advanceTimersByTimeAsync(seconds(1));

  expect(gone.lost.reason).toBeInstanceOf(ClaimLostError);
  expect(stays.lost.aborted).toBe(false);
  beat.stop();
});

test('a claim that has left is extended no more, and nothing is asked for nobody', async () => {
  const steps = ledger();
  const beat = heartbeat(steps, seconds(3));
  const { lost, leave } = beat.join(claim('a'));

  leave();
  await vi.advanceTimersByTimeAsync(seconds(9));

  expect(steps.asked).toEqual([]);
  expect(lost.aborted).toBe(false);
  beat.stop();
});

test('a database that is away loses no claim, and the next beat asks again', async () => {
  const steps = ledger('a');
  let away = true;
  const flaky = {
    extend: (tokens: string[]) => (away ? Promise.reject(new Error('away')) : steps.extend(tokens)),
  };
  const beat = heartbeat(flaky, seconds(3));
  const { lost } = beat.join(claim('a'));

  await vi.advanceTimersByTimeAsync(seconds(2));
  away = false;
  await vi.advanceTimersByTimeAsync(seconds(1));

  expect(lost.aborted).toBe(false);
  expect(steps.asked).toEqual([['a']]);
  beat.stop();
});

test('a slow database is asked once at a time', async () => {
  let asked = 0;
  const slow = {
    extend: () => {
      asked += 1;
      return new Promise<Set<string>>(() => undefined);
    },
  };
  const beat = heartbeat(slow, seconds(3));
  beat.join(claim('a'));

  await vi.advanceTimersByTimeAsync(seconds(9));

  expect(asked).toBe(1);
  beat.stop();
});

test('after the stop there is no beat', async () => {
  const steps = ledger('a');
  const beat = heartbeat(steps, seconds(3));
  beat.join(claim('a'));

  beat.stop();
  await vi.advanceTimersByTimeAsync(seconds(9));

  expect(steps.asked).toEqual([]);
});
