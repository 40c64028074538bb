import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BlobLedger, type BlobRef, type BlobRemoval, type Blobs, PermanentError } from '@zaakpost/domain';
import { clearDeadIncoming, incomingPath } from './incoming.ts';
import { onDisk, systemCode } from './on-disk.ts';
import { readVerified, streamVerified } from './read-verified.ts';
import { settling } from './settling.ts';
import { writeHashed } from './write-hashed.ts';

/** Where the bytes lie, and who notes them. */
export interface FolderBlobsOptions {
  /** Made when it is not there; on one file system, since files are renamed within it. */
  dir: string;
  ledger: BlobLedger;
}

/**
 * Blobs as files: `<dir>/ab/c/abc...`, written below `<dir>/incoming` first, then noted and renamed. Clears
 * away what dead processes left, at once and when it is asked to.
 *
 * @throws UnavailableError('blob-store-full' | 'blob-store-away').
 */
export async function folderBlobs({ dir, ledger }: FolderBlobsOptions): Promise<Blobs & BlobRemoval> {
  const incoming = join(dir, 'incoming');
  await onDisk(async () => {
    await mkdir(incoming, { recursive: true });
    await clearDeadIncoming(incoming);
  });
  const settle = settling(ledger);

  return {
    async put(source, { signal } = {}) {
      signal?.throwIfAborted();
      const path = incomingPath(incoming);
      try {
        const ref = await writeHashed(path, source, signal);
        await settle({ ref, from: path, to: blobPath(dir, ref) });
        return ref;
      } catch (error) {
        await rm(path, { force: true }).catch(() => undefined);
        throw error;
      }
    },

    read: async (ref) => await readVerified(blobPath(dir, ref), ref),
    stream: (ref) => streamVerified(blobPath(dir, ref), ref),

    clearAbandoned: () => onDisk(() => clearDeadIncoming(incoming)),

    remove: (ref, { writtenBefore }) =>
      onDisk(async () => {
        const path = blobPath(dir, ref);
        const written = await writtenAt(path);
        if (written && written > writtenBefore) return false;
        await rm(path, { force: true });
        return true;
      }),
  };
}

async function writtenAt(path: string): Promise<Date | null> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function blobPath(dir: string, { sha256 }: BlobRef): string {
  if (!/^[0-9a-f]{64}$/u.test(sha256)) {
    throw new PermanentError('blob-missing', { message: 'This is no name of a blob.' });
  }
  return join(dir, sha256.slice(0, 2), sha256.slice(2, 3), sha256);
}
