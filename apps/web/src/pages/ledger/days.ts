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

/** A day, or days after each other on which nothing came: from `first` to `day`. */
export interface LedgerRow extends LedgerDay {
  first: string;
}

/** Days on which nothing came and nothing is amiss are one row as long as they follow each other. */
export function inRows(days: readonly LedgerDay[]): LedgerRow[] {
  const rows: LedgerRow[] = [];
  for (const day of days) {
    const newer = rows.at(-1);
    if (newer && isQuiet(newer) && isQuiet(day)) newer.first = day.day;
    else rows.push({ ...day, first: day.day });
  }
  return rows;
}

const isQuiet = ({ day: _, ends, waiting, ...counts }: LedgerDay): boolean =>
  ![...Object.values(ends), ...Object.values(waiting), ...Object.values(counts)].some(
    (n) => typeof n === 'number' && n > 0,
  );

const quietDay = (day: string, onServer: 0 | null): LedgerDay => ({
  ...{ day, seen: onServer, stored: 0, ends: {}, waiting: {}, finished: 0, cameBack: 0, leftOnServer: 0 },
  ...{ refusedByServer: onServer, notStored: onServer, overdue: 0 },
});
