import { PermanentError } from '@zaakpost/domain';
import type { z } from 'zod';

/** What is wrong with one field, by its path: `externalServer.host`. */
export interface FieldProblem {
  field: string;
  message: string;
}

/** What came of writing a record that people set up. `changed`: it is not the version any more that the writer saw. */
export type Written =
  | { kind: 'written'; id: string; version: number }
  | { kind: 'invalid'; problems: FieldProblem[] }
  | { kind: 'changed' };

/** A problem for each field that a schema refused. */
export const fieldProblems = (error: z.ZodError, within = ''): FieldProblem[] =>
  error.issues.map(({ path, message }) => ({ field: [within, ...path].filter((s) => s !== '').join('.'), message }));

/** A name that another record has already. */
export const nameTaken: Written = {
  kind: 'invalid',
  problems: [{ field: 'name', message: 'Another one has this name already.' }],
};

/** Tells a record that was changed from one that never was. @throws PermanentError('record-missing'). */
export function changedOrMissing(exists: boolean, what: string, id: string): Written {
  if (exists) return { kind: 'changed' };
  throw new PermanentError('record-missing', { message: `There is no ${what} ${id} on record.` });
}
