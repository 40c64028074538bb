import type { Problem } from '../api/problem.ts';
import type { Translate } from '../text/translate.ts';

/** What the API said of one field of a form. */
export function refusal(problem: Problem | null, field: string, t: Translate): string | undefined {
  const found = problem?.errors.find((error) => error.field === field || error.field.startsWith(`${field}.`));
  return found ? t('app.refused', { message: found.message }) : undefined;
}
