import { UnavailableError } from '@zaakpost/domain';

/**
 * A scanner that breaks off over one mail and still answers a ping is not down: the error is then made one of this
 * mail, so that it does not hold up the others. Any other error comes back as it is.
 */
export async function narrowed(error: unknown, ping: () => Promise<unknown>): Promise<unknown> {
  if (!(error instanceof UnavailableError) || error.scope !== 'stage' || !error.code.endsWith('-away')) return error;
  try {
    await ping();
  } catch {
    return error;
  }
  const message = `${error.message} It answers a ping, so only this mail waits.`;
  return new UnavailableError(error.code, { message, scope: 'thing', cause: error });
}
