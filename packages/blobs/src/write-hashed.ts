import type { BlobRef } from '@zaakpost/domain';
import { HashedFile } from './hashed-file.ts';

/**
 * Writes a source to a new file at `path`, synced, and gives its hash and size.
 *
 * @throws UnavailableError('blob-store-full' | 'blob-store-away'); the signal's reason; whatever the source throws.
 */
export async function writeHashed(
  path: string,
  source: AsyncIterable<Uint8Array> | Uint8Array,
  signal: AbortSignal | undefined,
): Promise<BlobRef> {
  const file = new HashedFile(path);
  try {
    if (source instanceof Uint8Array) await file.add(source);
    else await addAll(file, source, signal);
    return await file.end();
  } finally {
    await file.close();
  }
}

/** Leaves the source at once when the signal comes, even while it keeps us waiting. */
async function addAll(
  file: HashedFile,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const abort = () => reject(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, { once: true });
  const chunks = source[Symbol.asyncIterator]();
  let done = false;
  let asked = false;
  try {
    while (!done) {
      asked = true;
      const next = await Promise.race([chunks.next(), aborted]);
      asked = false;
      done = next.done === true;
      if (!next.done) await file.add(next.value);
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    // What failed when it was asked is over. Not awaited: a source that hangs would keep us here.
    if (!done && (!asked || signal?.aborted)) chunks.return?.().catch(() => undefined);
  }
}
