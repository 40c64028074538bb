import { ZaakpostError } from '@zaakpost/domain';
import type { Reply } from '@zaakpost/smtp-in';

export const unknownRecipient: Reply = {
  ...{ code: 550, status: '5.1.1', text: 'There is no such mailbox here' },
  refusal: 'unknown-recipient',
};

/** A fault of ours is never the sender's: they keep the mail and come back. */
export function ownFault(error: unknown): Reply {
  return error instanceof ZaakpostError && error.code === 'blob-store-full'
    ? { code: 452, status: '4.3.1', text: 'There is no room for it now, please come back later', refusal: 'no-room' }
    : { code: 451, status: '4.3.0', text: 'It could not be taken now, please come back later', refusal: 'own-fault' };
}
