import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BlobLedger, type BlobRef, inBatches } from '@zaakpost/domain';
import { files } from './files.ts';
import { onDisk, systemCode } from './on-disk.ts';

/** A file whose bytes are on the disk, and the path that it gets for good. */
export interface Finished {
  ref: BlobRef;
  from: string;
  to: string;
}

/** As many as a mailbox has under way at a time; each may open three folders. */
const MOST = 64;

/**
 * Gives files their names and makes that lasting; those that wait together share the note and the sync of each folder,
 * and the disk has one round of syncs for all of them. They are noted, then renamed, then synced: in this order a removal
 * of equal bytes is over before these get their name.
 */
export function settling(ledger: BlobLedger): (file: Finished) => Promise<void> {
  const settled = inBatches(MOST, (files: Finished[]) => settleTogether(files, ledger));
  return async (file) => {
    const error = await settled(file);
    if (error !== null) throw error.cause;
  };
}

/** Gives for each file what failed; null where nothing did. What fails for one is no reason for another to fail. */
async function settleTogether(files: Finished[], ledger: BlobLedger): Promise<({ cause: unknown } | null)[]> {
  await Promise.all(files.map(({ ref }) => ledger.noted(ref)));
  const renames = await Promise.allSettled(files.map(named));
  const folders = new Set(renames.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
  const syncs = new Map([...folders].map((folder) => [folder, onDisk(() => syncFolder(folder))]));
  await Promise.allSettled(syncs.values());
  const wholly = renames.map(async (one) => {
    if (one.status === 'rejected') throw one.reason;
    await Promise.all(one.value.map((folder) => syncs.get(folder)));
  });
  return (await Promise.allSettled(wholly)).map((one) => (one.status === 'rejected' ? { cause: one.reason } : null));
}

/**
 * Equal bytes replace each other: nobody can tell, and a copy that went bad on disk is healed. Gives the folders that
 * changed.
 */
const named = ({ from, to }: Finished): Promise<string[]> =>
  onDisk(async () => {
    const folder = dirname(to);
    try {
      await rename(from, to);
      return [folder];
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true });
      await rename(from, to);
      return [folder, dirname(folder), dirname(dirname(folder))];
    }
  });

async function syncFolder(folder: string): Promise<void> {
  const file = await files.open(folder, 'r');
  try {
    await files.sync(file);
  } finally {
    files.close(file);
  }
}
