import type { Case } from '@zaakpost/domain';
import { invalid, notFound } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';

/** The case that the address names. @throws Problem 404. */
export async function caseOf({ cases }: ApiParts, number: number): Promise<Case> {
  const found = await cases.findByNumber(number);
  if (!found) throw notFound(`Case ${number}`);
  return found;
}

/** The case that a person typed. @throws Problem 400 on the field. */
export async function caseTyped({ cases }: ApiParts, number: number): Promise<Case> {
  const found = await cases.findByNumber(number);
  if (!found) throw invalid([{ field: 'caseNumber', message: `There is no case ${number}.` }]);
  return found;
}
