import type { Readable } from 'node:stream';
import type { BlobRef } from '../blob.ts';

/** Content-addressed bytes. */
export interface Blobs {
  /**
   * Stores a stream under its hash; on return the bytes are on disk (synced) and have their row.
   *
   * @throws UnavailableError('blob-store-full' | 'blob-store-away'); whatever the source throws. No half file stays.
   */
  put(source: AsyncIterable<Uint8Array> | Uint8Array, options?: { signal?: AbortSignal }): Promise<BlobRef>;

  /** Reads it all and verifies the hash. @throws PermanentError('blob-missing' | 'blob-corrupt'). */
  read(ref: BlobRef): Promise<Buffer>;

  /** Streams it; the stream ends in PermanentError('blob-corrupt') when the hash differs at the end. */
  stream(ref: BlobRef): Readable;
}

/** The rows behind the bytes: `blob(sha256, size, lastPutAt)`. */
export interface BlobLedger {
  noted(ref: BlobRef): Promise<void>;
}
