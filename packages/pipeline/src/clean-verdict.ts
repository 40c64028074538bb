import { type InboundMessage, mayBeOpened, PermanentError } from '@zaakpost/domain';

/**
 * Nothing of a message is read further without a clean verdict on exactly its bytes, or a release of exactly these bytes
 * for what the verdict found, whatever brought it to this stage.
 *
 * @throws PermanentError('record-missing')
 */
export function requireClean({ verdict, raw, release }: Pick<InboundMessage, 'verdict' | 'raw' | 'release'>): void {
  if (mayBeOpened({ verdict, sha256: raw.sha256, release })) return;
  throw new PermanentError('record-missing', {
    message: 'There is no clean verdict on the bytes of this message; replay its scan.',
  });
}
