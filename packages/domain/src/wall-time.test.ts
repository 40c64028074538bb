import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from './wall-time.ts';

const ZONE = 'Europe/Amsterdam';

describe('the instant of a wall-clock time', () => {
  it.each([
    ['in winter', '2027-01-15T09:00', '2027-01-15T08:00:00.000Z'],
    ['in summer', '2027-07-15T09:00', '2027-07-15T07:00:00.000Z'],
    ['just before the clock goes forward', '2027-03-28T01:59', '2027-03-28T00:59:00.000Z'],
    ['that does not exist moves on by the hour', '2027-03-28T02:30', '2027-03-28T01:30:00.000Z'],
    ['at the end of the gap', '2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
    ['that exists twice is the first', '2027-10-31T02:30', '2027-10-31T00:30:00.000Z'],
    ['after the clock went back', '2027-10-31T03:00', '2027-10-31T02:00:00.000Z'],
  ])('%s', (_, wallTime, instant) => {
    expect(instantOf(wallTime, ZONE).toISOString()).toBe(instant);
  });

  it('of the gap is the one of an hour later on the clock', () => {
    expect(instantOf('2027-03-28T02:30', ZONE)).toEqual(instantOf('2027-03-28T03:30', ZONE));
  });

  it('reads on the clock of that zone as it was asked for, except in the gap', () => {
    const minutes = fc.integer({ min: 0, max: 364 * 24 * 60 }).map((n) => new Date(Date.UTC(2027, 0, 1, 0, n)));
    fc.assert(
      fc.property(minutes, (clock) => {
        const wallTime = clock.toISOString().slice(0, 16);
        fc.pre(!wallTime.startsWith('2027-03-28T02'));

        const shown = instantOf(wallTime, ZONE).toLocaleString('sv-SE', { timeZone: ZONE }).replace(' ', 'T');

        expect(shown.slice(0, 16)).toBe(wallTime);
      }),
    );
  });

  it.each([
    ['', ZONE],
    ['tomorrow', ZONE],
    ['2027-02-29T09:00', ZONE],
    ['2027-01-15T25:00', ZONE],
    ['2027-01-15T09:00Z', ZONE],
    ['2027-01-15T09:00', 'Europe/Amsterdm'],
    ['2027-01-15T09:00', ''],
  ])('cannot be told for %j in %j', (wallTime, zone) => {
    expect(() => instantOf(wallTime, zone)).toThrow(RangeError);
  });
});
