import { Temporal } from 'temporal-polyfill';

/** The clock by which the municipality works: its days begin and end by it. */
export const OFFICE_ZONE = 'Europe/Amsterdam';

/** A day by the office's clock, as `2026-11-25`; such days sort as text. */
export type OfficeDay = string;

/** Is it a day of the calendar, written as `2026-11-25`? */
export function isOfficeDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** The day that it is in the office at an instant. */
export const officeDayOf = (at: Date): OfficeDay =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(OFFICE_ZONE).toPlainDate().toString();

/** The instant at which a day begins; on the two days that the clock changes the next is 23 or 25 hours later. */
export const startOfDay = (day: OfficeDay): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(OFFICE_ZONE).epochMilliseconds);

/** So many days later, or earlier when negative. */
export const daysLater = (day: OfficeDay, days: number): OfficeDay =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** How many days lie from the first to the last, both counted; below 1 when the last is earlier. */
export const daysWithin = (first: OfficeDay, last: OfficeDay): number =>
  Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last), { largestUnit: 'day' }).days + 1;
