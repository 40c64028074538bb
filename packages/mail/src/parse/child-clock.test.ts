import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChildClock } from './child-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the time that somebody else takes is not the time of the mail', () => {
  const late = vi.fn();
  const clock = new ChildClock(1_000, late);

  vi.advanceTimersByTime(600);
  clock.hold();
  vi.advanceTimersByTime(60_000);
  clock.run();
  vi.advanceTimersByTime(399);
  expect(late).not.toHaveBeenCalled();

  vi.advanceTimersByTime(1);
  expect(late).toHaveBeenCalledOnce();
});

test('a clock that was stopped is never late', () => {
  const late = vi.fn();

  new ChildClock(1_000, late).hold();
  vi.advanceTimersByTime(60_000);

  expect(late).not.toHaveBeenCalled();
});
