import { type InboundMessage, mayBeOpened, PermanentError } from '@zaakpost/domain';

/**
 * Nothing of a message is read further without a clean verdict on exactly its bytes, whatever brought it to this stage.
 *
 * @throws PermanentError('record-missing')
 */
export function requireClean({ verdict, raw }: Pick<InboundMessage, 'verdict' | 'raw'>): void {
  if (mayBeOpened({ verdict, sha256: raw.sha256 })) return;
  throw new PermanentError('record-missing', {
    message: 'There is no clean verdict on the bytes of this message; replay its scan.',
  });
}
