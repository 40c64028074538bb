import { UnavailableError } from '@zaakpost/domain';

/**
 * Runs an operation on the folder and says in the house's words what went wrong.
 *
 * @throws UnavailableError('blob-store-full' | 'blob-store-away').
 */
export async function onDisk<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    throw diskError(cause);
  }
}

/** The system's code of a failed call, `ENOENT` and its like. */
export const systemCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;

/** A failed call on the folder, in the house's words; of one file it is when `scope` says so. */
export function diskError(cause: unknown, scope: UnavailableError['scope'] = 'stage'): UnavailableError {
  const code = systemCode(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new UnavailableError('blob-store-full', {
      scope: 'stage',
      message: 'The disk of the blob store is full: make room; what waits goes on by itself.',
      cause,
    });
  }
  return new UnavailableError('blob-store-away', {
    scope,
    message: `The folder of the blob store does not answer as it should (${code ?? 'unknown'}): see that it is mounted and writable.`,
    cause,
  });
}
