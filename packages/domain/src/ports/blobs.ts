import type { Readable } from 'node:stream';
import type { BlobRef } from '../blob.ts';
import type { Milliseconds } from '../duration.ts';

/** Content-addressed bytes. */
export interface Blobs {
  /**
   * Stores a stream under its hash; on return the bytes are on disk (synced) and have their row.
   * Nothing of a chunk is looked at after the next one was asked for, so that a source may use its memory again.
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
  /**
   * Notes that these bytes are being put. It comes before they get their name, and waits for a removal of equal bytes that
   * is under way: what is named afterwards is never what that removal takes.
   */
  noted(ref: BlobRef): Promise<void>;
}

/** Takes bytes away for good. Only the removal of unused bytes may, under the lock of their row. */
export interface BlobRemoval {
  /**
   * False when they were written since `writtenBefore` after all, and stay. Bytes that are not there count as removed.
   *
   * @throws UnavailableError('blob-store-away').
   */
  remove(ref: BlobRef, options: { writtenBefore: Date }): Promise<boolean>;

  /** Removes what dead processes left half written; gives how many. @throws UnavailableError('blob-store-away'). */
  clearAbandoned(): Promise<number>;
}

/** Who refers to bytes, as far as the database knows. */
export interface BlobUse {
  /** Messages whose decoded form may name parts that are not on record, at most `most`. */
  unknownParts(most: number): Promise<{ id: string; decoded: BlobRef }[]>;
  /** Puts on record which bytes the decoded form of a message names, unless it has another decoded form by now. */
  partsKnown(id: string, decoded: BlobRef, parts: readonly string[]): Promise<void>;
  /**
   * Looks at the next `most` rows after the hash `after`, and marks which are not referred to and since when. Gives those
   * that were not for `age`, and where to go on; null at the end.
   */
  look(
    after: string,
    options: { most: number; age: Milliseconds },
  ): Promise<{ next: string | null; unused: BlobRef[] }>;
  /**
   * Locks the row against `noted` and, when still nothing refers to it for `age`, removes: the bytes by `remove`, then the
   * row. True when it is gone.
   */
  removed(ref: BlobRef, options: { age: Milliseconds; remove: () => Promise<boolean> }): Promise<boolean>;
}
