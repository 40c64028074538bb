import { ZONE } from './moments.ts';

/** What the clock in the town hall says at an instant: `2026-12-01T09:00`, which sorts as text. */
export function wallClock(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');
}
