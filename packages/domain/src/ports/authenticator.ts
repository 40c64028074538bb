import type { Authentication } from '../authentication.ts';
import type { BlobRef } from '../blob.ts';
import type { InboundSource } from '../inbound-message.ts';

/** Looks whether a message is from whom it says, by SPF, DKIM, DMARC and ARC. */
export interface Authenticator {
  /**
   * DNS that is away, and whatever a message does to keep from being checked, are results. @throws what the blob store
   * throws; the reason of `signal`.
   */
  authenticate(raw: BlobRef, options: { source: InboundSource; signal: AbortSignal }): Promise<Authentication>;
}
