import type { BlobRef, Blobs, Bytes } from '@zaakpost/domain';

/**
 * A blob's bytes, verified: in one piece where it has no more than `most`, else streamed. One piece is one write to a scanner
 * and one hash; a stream of small ones is memory outside the heap for each of them, and has the heap collected all the time.
 */
export async function* wholeOrStreamed(
  blobs: Pick<Blobs, 'read' | 'stream'>,
  ref: BlobRef,
  most: Bytes,
): AsyncGenerator<Uint8Array, void> {
  if (ref.size <= most) yield await blobs.read(ref);
  else yield* blobs.stream(ref);
}
