import type { BlobRef, Blobs, DecodedMessage } from '@zaakpost/domain';
import { PermanentError } from '@zaakpost/domain';

/** The decoded form of a message that `scan` stored. @throws PermanentError('record-missing') when there is none yet. */
export async function readDecoded(blobs: Blobs, ref: BlobRef | null): Promise<DecodedMessage> {
  if (!ref) throw new PermanentError('record-missing', { message: 'This message was never decoded; replay its scan.' });
  return JSON.parse((await blobs.read(ref)).toString('utf8')) as DecodedMessage;
}

/** Stores the decoded form; equal messages share it. */
export const storeDecoded = (blobs: Blobs, decoded: DecodedMessage, signal: AbortSignal): Promise<BlobRef> =>
  blobs.put(Buffer.from(JSON.stringify(decoded)), { signal });
