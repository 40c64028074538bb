import type { BlobRef, Blobs, DecodedMessage } from '@zaakpost/domain';
import { PermanentError } from '@zaakpost/domain';

/** The decoded form of a message that `scan` stored. @throws PermanentError('record-missing') when there is none yet. */
export async function readDecoded(blobs: Pick<Blobs, 'read'>, ref: BlobRef | null): Promise<DecodedMessage> {
  if (!ref) throw new PermanentError('record-missing', { message: 'This message was never decoded; replay its scan.' });
  return JSON.parse((await blobs.read(ref)).toString('utf8')) as DecodedMessage;
}

/** Stores the decoded form; equal messages share it. */
export const storeDecoded = (blobs: Blobs, decoded: DecodedMessage, signal: AbortSignal): Promise<BlobRef> =>
  blobs.put(Buffer.from(JSON.stringify(decoded)), { signal });

/** Hashes of the bytes that a decoded form names, wherever in it they stand: all of these are kept with the message. */
export function partsOf(decoded: DecodedMessage): string[] {
  const found = new Set<string>();
  JSON.stringify(decoded, (key, value) => {
    if (key === 'sha256' && typeof value === 'string') found.add(value);
    return value;
  });
  return [...found];
}
