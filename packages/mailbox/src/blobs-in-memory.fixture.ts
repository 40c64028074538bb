import { createHash } from 'node:crypto';
import type { BlobRef, Blobs } from '@zaakpost/domain';

/** For tests: keeps what was put by its hash, as the folder does; the disk is not what these tests are about. */
export function blobsInMemory() {
  const kept = new Map<string, Buffer>();
  const blobs: Pick<Blobs, 'put'> = {
    async put(source): Promise<BlobRef> {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
      const bytes = Buffer.concat(chunks);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      kept.set(sha256, bytes);
      return { sha256, size: bytes.length };
    },
  };
  return { blobs: blobs as Blobs, kept };
}
