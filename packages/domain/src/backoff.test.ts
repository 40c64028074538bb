import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential } from './backoff.ts';
import { hours, minutes, seconds } from './duration.ts';

describe('exponential backoff', () => {
  const backoff = exponential(seconds(2), { cap: minutes(1) });
  const latest = 1 - Number.EPSILON;

  it.each([
    [1, 1_000, 2_000],
    [2, 2_000, 4_000],
    [5, 16_000, 32_000],
    [6, 30_000, 60_000],
    [100, 30_000, 60_000],
  ])('after %i attempts lies from %i to %i ms', (attempts, least, most) => {
    expect(backoff(attempts, 0)).toBe(least);
    expect(backoff(attempts, latest)).toBe(most);
  });

  it('is that of one attempt before the first', () => {
    expect(backoff(0, 0)).toBe(backoff(1, 0));
  });

  it('is a whole number of milliseconds between half the first and the cap, however long it lasts', () => {
    const long = exponential(seconds(3), { cap: hours(1) });
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, random) => {
        const wait = long(attempts, random);

        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(seconds(1.5));
        expect(wait).toBeLessThanOrEqual(hours(1));
      }),
    );
  });
});
