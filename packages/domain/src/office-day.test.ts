import { describe, expect, it } from 'vitest';
import { daysLater, daysWithin, isOfficeDay, officeDayOf, startOfDay } from './office-day.ts';

describe('a day of the office', () => {
  it('begins at midnight by the clock of Amsterdam, in winter and in summer', () => {
    expect(startOfDay('2026-11-25').toISOString()).toBe('2026-11-24T23:00:00.000Z');
    expect(startOfDay('2026-07-01').toISOString()).toBe('2026-06-30T22:00:00.000Z');
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-10-26', 24],
  ])('%s has %d hours', (day, hours) => {
    const length = startOfDay(daysLater(day, 1)).getTime() - startOfDay(day).getTime();

    expect(length / 3_600_000).toBe(hours);
  });

  it('holds the instants between its midnight and the next', () => {
    expect(officeDayOf(new Date('2026-11-24T22:59:59.999Z'))).toBe('2026-11-24');
    expect(officeDayOf(new Date('2026-11-24T23:00:00.000Z'))).toBe('2026-11-25');
  });

  it('is written as a day of the calendar and not otherwise', () => {
    expect(['2026-02-28', '2028-02-29'].every(isOfficeDay)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '2026-11-25T00:00', ''].some(isOfficeDay)).toBe(false);
  });

  it('is counted with the first and the last', () => {
    expect(daysWithin('2026-11-25', '2026-11-25')).toBe(1);
    expect(daysWithin('2026-10-01', '2026-12-31')).toBe(92);
    expect(daysWithin('2026-11-25', '2026-11-24')).toBe(0);
  });
});
