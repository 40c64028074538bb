import { expect, it } from 'vitest';
import { wallClock } from './wall-clock.ts';

it('tells the time on the wall of the town hall', () => {
  expect(wallClock(new Date('2026-12-01T08:05:00Z'))).toBe('2026-12-01T09:05');
  expect(wallClock(new Date('2026-07-01T22:30:00Z'))).toBe('2026-07-02T00:30');
});
