import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobRef } from '@zaakpost/domain';
import { withTemporaryFolder } from '@zaakpost/testing';
import { folderBlobs } from './folder-blobs.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');

export const withBlobs = (use: (store: Awaited<ReturnType<typeof storeIn>>) => Promise<void>) =>
  withTemporaryFolder(async (dir) => use(await storeIn(dir)));

export async function storeIn(dir: string) {
  const noted: BlobRef[] = [];
  const blobs = await folderBlobs({ dir, ledger: { noted: async (ref) => void noted.push(ref) } });
  return { dir, blobs, noted };
}

export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
