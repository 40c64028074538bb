import { describe, expect, it } from 'vitest';
import { daysBetween, everyDay, inRows } from './days.ts';

describe('the days of a span', () => {
  it('are all there, newest first, over the end of a month and a change of the clock', () => {
    expect(daysBetween('2026-10-30', '2026-11-02')).toEqual(['2026-11-02', '2026-11-01', '2026-10-31', '2026-10-30']);
    expect(daysBetween('2026-10-24', '2026-10-26')).toHaveLength(3);
  });

  it('are none when the last is before the first', () => {
    expect(daysBetween('2026-11-02', '2026-11-01')).toEqual([]);
  });

  it('show zeros where nothing came, and nothing of a server where there is none', () => {
    const span = { from: '2026-11-01', to: '2026-11-02' };

    expect(everyDay(span, 'pop3', []).map(({ seen, stored }) => [seen, stored])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(everyDay(span, 'smtp', []).map(({ seen }) => seen)).toEqual([null, null]);
  });

  it('are one row where nothing came for some of them, up to one on which something did or is amiss', () => {
    const days = everyDay({ from: '2026-11-01', to: '2026-11-07' }, 'pop3', []);
    const [, , busy, , amiss] = days;
    if (busy) Object.assign(busy, { seen: 2, stored: 2, ends: { onCase: 2 } });
    if (amiss) Object.assign(amiss, { overdue: 1 });

    expect(inRows(days).map(({ first, day }) => `${first} ${day}`)).toEqual([
      '2026-11-06 2026-11-07',
      '2026-11-05 2026-11-05',
      '2026-11-04 2026-11-04',
      '2026-11-03 2026-11-03',
      '2026-11-01 2026-11-02',
    ]);
  });
});
