import {
  type BlobRef,
  type Blobs,
  type DecodedMessage,
  PermanentError,
  READING_FAULT_NAMES,
  READING_WARNING_NAMES,
  readingFaultOf,
  readingWarningOf,
} from '@zaakpost/domain';
import { z } from 'zod';

/** What a mail tells of how it was read. Nothing in it is content of the mail. */
export const reading = {
  incompleteBecause: z.enum(READING_FAULT_NAMES).nullable().describe('Null when it is read whole, or not yet.'),
  warnings: z.array(
    z.object({
      code: z.enum(READING_WARNING_NAMES).nullable().describe('Null for one that is not said any more.'),
      text: z.string(),
    }),
  ),
  decodedLost: z.boolean().describe('What was read is on record, and its bytes are missing or damaged.'),
};

/** The decoded form of a mail; null when there is none, and when its bytes are lost, which `decodedLost` tells. */
export async function decodedOf(
  { decoded }: { decoded: BlobRef | null },
  blobs: Blobs,
): Promise<{ decoded: DecodedMessage | null; decodedLost: boolean }> {
  if (!decoded) return { decoded: null, decodedLost: false };
  try {
    return { decoded: JSON.parse((await blobs.read(decoded)).toString('utf8')), decodedLost: false };
  } catch (error) {
    // The page of a mail is where its loss has to be seen.
    if (error instanceof PermanentError) return { decoded: null, decodedLost: true };
    throw error;
  }
}

export const readingOf = (decoded: DecodedMessage | null) => ({
  incompleteBecause: decoded?.reason ? readingFaultOf(decoded.reason) : null,
  warnings: decoded?.warnings.map((text) => ({ code: readingWarningOf(text), text })) ?? [],
});
