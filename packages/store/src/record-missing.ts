import { PermanentError } from '@zaakpost/domain';

/** Gives back what was found. @throws PermanentError('record-missing') when nothing was. */
export function found<T>(record: T | null | undefined, what: string, id: string | number): T {
  if (record === null || record === undefined) {
    throw new PermanentError('record-missing', { message: `There is no ${what} ${id} on record.` });
  }
  return record;
}
