import { type BlobRef, type Blobs, type Bytes, kilobytes } from '@zaakpost/domain';

/** Of what is held whole, so that it is known how much of it was sent. */
const SLICE = kilobytes(256);

/**
 * A blob's bytes, verified: read at once where it has no more than `most`, else streamed. A stream's chunks are memory outside
 * the heap for each of them, which has all of the heap collected again and again.
 */
export async function* wholeOrStreamed(
  blobs: Pick<Blobs, 'read' | 'stream'>,
  ref: BlobRef,
  most: Bytes,
): AsyncGenerator<Uint8Array, void> {
  if (ref.size <= most) yield* slicesOf(await blobs.read(ref));
  else yield* blobs.stream(ref);
}

/** Bytes that are held, as they are sent. */
export function* slicesOf(whole: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < whole.length; at += SLICE) yield whole.subarray(at, at + SLICE);
}
