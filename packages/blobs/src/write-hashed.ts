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
    else for await (const chunk of abortable(source, signal)) await file.add(chunk);
    return await file.end();
  } finally {
    await file.close();
  }
}

/** The source, left at once when the signal comes, even while it keeps us waiting. */
async function* abortable(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (!signal) return yield* source;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const chunks = source[Symbol.asyncIterator]();
  let over = false;
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), aborted]);
      over = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    over = !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    // Not awaited: a source that hangs would keep us here.
    if (!over) chunks.return?.().catch(() => undefined);
  }
}
