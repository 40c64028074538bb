import { describe, expect, it } from 'vitest';
import { en } from '../text/en/index.ts';
import { nl } from '../text/nl/index.ts';
import { translator } from '../text/translate.ts';
import { moments } from './moments.ts';

const dutch = moments('nl', translator(nl));
const english = moments('en', translator(en));

describe('a moment', () => {
  it('is written by the clock of Amsterdam, in the chosen language', () => {
    expect(dutch.moment('2026-12-01T08:00:00.000Z')).toBe('1 december 2026 om 09:00');
    expect(english.moment('2026-12-01T08:00:00.000Z')).toBe('1 December 2026 at 09:00');
  });

  it('follows summer time', () => {
    expect(dutch.moment('2026-07-01T08:00:00.000Z')).toBe('1 juli 2026 om 10:00');
  });

  it('near midnight is on the day of Amsterdam', () => {
    expect(dutch.day('2026-12-01T23:30:00.000Z')).toBe('2 december 2026');
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0\u00a0sec.'],
    [89, '89\u00a0sec.'],
    [90, '2\u00a0min.'],
    [5400, '2\u00a0uur'],
    [36 * 3600, '2\u00a0dagen'],
  ])('of %d s is %s', (seconds, text) => {
    expect(dutch.lasting(seconds)).toBe(text);
  });

  it('is never negative: clocks differ', () => {
    expect(dutch.lasting(-3)).toBe('0\u00a0sec.');
  });
});
