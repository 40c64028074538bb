import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder below the system's temporary one. Others may enter it: many a daemon runs as its own user. */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `zaakpost-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}

/** Removes a folder and all that is in it, also while a dying process still writes there. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Runs `use` with a new folder and removes the folder afterwards. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder('test');
  try {
    return await use(folder);
  } finally {
    await removeFolder(folder);
  }
}
