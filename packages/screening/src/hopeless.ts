import { UnavailableError } from '@zaakpost/domain';

/**
 * A scanner that was well has broken off over the same mail so often, each time later after the last: over half an hour by
 * the pace of the scan stage, or some ten minutes where it went down each time.
 */
const ENOUGH = 10;

/**
 * Whether it is the mail, and not the scanner: that broke off over it often enough, and shows now that it judges others. One
 * that went down over it had shown so just before, since it is not asked otherwise.
 */
export async function isHopeless(
  error: unknown,
  { breaks, examine }: { breaks: number; examine: () => Promise<unknown> },
): Promise<boolean> {
  if (!isOfScanner(error) || !error.overThis || breaks + 1 < ENOUGH) return false;
  if (error.scope === 'stage') return true;
  return await examine().then(
    () => true,
    () => false,
  );
}

/** Else it is of what the scanner was to be given: a file that cannot be read now is no mail that cannot be judged. */
export const isOfScanner = (error: unknown): error is UnavailableError =>
  error instanceof UnavailableError && /^(?:clamd|rspamd)-/u.test(error.code);
