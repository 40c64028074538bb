import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type BlobRef, kilobytes, PermanentError } from '@zaakpost/domain';
import { diskError, systemCode } from './on-disk.ts';

/** Reads a whole blob. @throws PermanentError('blob-missing' | 'blob-corrupt'), UnavailableError('blob-store-away'). */
export async function readVerified(path: string, ref: BlobRef): Promise<Buffer> {
  const bytes = await orMissing(ref, () => readFile(path));
  if (bytes.length !== ref.size || createHash('sha256').update(bytes).digest('hex') !== ref.sha256) throw corrupt(ref);
  return bytes;
}

/** Streams a blob. Its last chunk comes only after the whole was verified, so what is corrupt never ends well. */
export const streamVerified = (path: string, ref: BlobRef): Readable =>
  Readable.from(verifiedChunks(path, ref), { objectMode: false, highWaterMark: kilobytes(64) });

async function* verifiedChunks(path: string, ref: BlobRef): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const chunks = createReadStream(path, { highWaterMark: kilobytes(64) })[Symbol.asyncIterator]();
  let size = 0;
  let last: Buffer | undefined;
  try {
    for (;;) {
      const { done, value } = await orMissing(ref, () => chunks.next());
      if (done) break;
      if (last) yield last;
      last = value as Buffer;
      size += last.length;
      hash.update(last);
    }
  } finally {
    await chunks.return?.();
  }
  if (size !== ref.size || hash.digest('hex') !== ref.sha256) throw corrupt(ref);
  if (last) yield last;
}

async function orMissing<T>(ref: BlobRef, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    // A file that cannot be read, by a bad sector or another owner, must not hold up the mails whose files can.
    throw systemCode(error) === 'ENOENT' ? missing(ref) : diskError(error, 'thing');
  }
}

const missing = ({ sha256 }: BlobRef) =>
  new PermanentError('blob-missing', { message: `Blob ${sha256} is not in the store: restore it from the backup.` });

const corrupt = ({ sha256 }: BlobRef) =>
  new PermanentError('blob-corrupt', { message: `Blob ${sha256} was changed on disk: restore it from the backup.` });
