import { UnavailableError } from '@zaakpost/domain';

/** How a scanner shows that it is well: by answering a ping, or by judging what it must know. */
interface Health {
  ping(): Promise<unknown>;
  examine(): Promise<unknown>;
}

/**
 * A scanner that breaks off or talks nonsense over one mail and is well otherwise is not down: the error is then made one
 * of this mail, so that it does not hold up the others. Any other error comes back as it is.
 */
export async function narrowed(error: unknown, { ping, examine }: Health): Promise<unknown> {
  if (!(error instanceof UnavailableError) || error.scope !== 'stage' || error.code.endsWith('-unfit')) return error;
  try {
    await (error.code.endsWith('-away') ? ping() : examine());
  } catch {
    return error;
  }
  const message = `${error.message} It is well otherwise, so only this mail waits.`;
  return new UnavailableError(error.code, { message, scope: 'thing', cause: error });
}
