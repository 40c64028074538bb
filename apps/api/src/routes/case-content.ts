import type { Verdict } from '@zaakpost/domain';

/** Operators keep mail moving; what is said on a case is not theirs to read. */
export function withoutCaseContent<T extends { caseNumber: number | null; subject: string; from: string }>(item: T): T {
  return item.caseNumber === null ? item : { ...item, subject: '', from: '' };
}

/** What a file on a case is called may say what the case is about. */
export function withoutNames<T extends { caseNumber: number | null; verdict: Verdict | null }>(found: T): T {
  const { verdict, caseNumber } = found;
  if (!verdict || caseNumber === null) return found;
  const unnamed = <U extends { filename: string | null }>(list: U[]) => list.map((one) => ({ ...one, filename: null }));
  return { ...found, verdict: { ...verdict, parts: unnamed(verdict.parts), policy: unnamed(verdict.policy) } };
}
