import type { LedgerDay, SourceKind } from '../../api/contract.ts';

/** The days from the first to the last, newest first; both as `2026-11-25`. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  const day = new Date(`${to}T00:00:00Z`);
  for (let text = to; text >= from; text = day.toISOString().slice(0, 10)) {
    days.push(text);
    day.setUTCDate(day.getUTCDate() - 1);
  }
  return days;
}

/** Every day of the span with what is known of it: a mailbox in which nothing came must show that. */
export function everyDay(span: { from: string; to: string }, kind: SourceKind, known: LedgerDay[]): LedgerDay[] {
  const byDay = new Map(known.map((one) => [one.day, one]));
  return daysBetween(span.from, span.to).map((day) => byDay.get(day) ?? quietDay(day, kind === 'pop3' ? 0 : null));
}

const quietDay = (day: string, onServer: 0 | null): LedgerDay => ({
  ...{ day, seen: onServer, stored: 0, ends: {}, waiting: {}, finished: 0, cameBack: 0, leftOnServer: 0 },
  ...{ refusedByServer: onServer, notStored: onServer, overdue: 0 },
});
