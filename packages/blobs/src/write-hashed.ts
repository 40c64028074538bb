import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type BlobRef, kilobytes } from '@zaakpost/domain';
import { onDisk } from './on-disk.ts';

const PIECE = kilobytes(256);

/**
 * Writes a source to a new file at `path`, synced, and gives its hash and size. Small chunks are written together, and
 * never more than one piece is held.
 *
 * @throws UnavailableError('blob-store-full' | 'blob-store-away'); the signal's reason; whatever the source throws.
 */
export async function writeHashed(
  path: string,
  source: AsyncIterable<Uint8Array> | Uint8Array,
  signal: AbortSignal | undefined,
): Promise<BlobRef> {
  const file = await onDisk(() => open(path, 'wx', 0o640));
  try {
    const ref = await writeAll(file, source instanceof Uint8Array ? [source] : abortable(source, signal));
    await onDisk(() => file.sync());
    return ref;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<BlobRef> {
  const hash = createHash('sha256');
  let size = 0;
  let piece: Uint8Array[] = [];
  let held = 0;
  const write = async () => {
    const chunks = piece;
    const length = held;
    piece = [];
    held = 0;
    await onDisk(() => writeChunks(file, chunks, length));
  };
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
    held += chunk.length;
    piece.push(chunk);
    if (held >= PIECE) await write();
  }
  if (held > 0) await write();
  return { sha256: hash.digest('hex'), size };
}

/** Writes chunks as they lie, without joining them first; what a full disk cuts short is written again until it says so. */
async function writeChunks(file: FileHandle, chunks: Uint8Array[], length: number): Promise<void> {
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten < length) await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
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
