import { ZaakpostError } from '@zaakpost/domain';

/** An answer other than 250, as smtp-server reads it off an error. */
export class Refusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

export const unknownRecipient = () => new Refusal(550, '5.1.1 There is no such mailbox here');

export const tooManyRecipients = () => new Refusal(452, '4.5.3 Too many recipients at a time');

export const tooLarge = () => new Refusal(552, '5.3.4 The message is larger than this server takes');

/** A fault of ours is never the sender's: they keep the mail and come back. */
export function ownFault(error: unknown): Refusal {
  return error instanceof ZaakpostError && error.code === 'blob-store-full'
    ? new Refusal(452, '4.3.1 There is no room for it now, please come back later')
    : new Refusal(451, '4.3.0 It could not be taken now, please come back later');
}
