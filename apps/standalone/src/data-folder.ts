import { createHash } from 'node:crypto';
import { access, constants, lstat, mkdir, rmdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { megabytes } from '@zaakpost/domain';
import { postgresCanEnter } from '@zaakpost/testing';
import { Trouble } from './trouble.ts';

/** Where data lives, and why not where it usually does. */
export interface DataFolder {
  path: string;
  reason: string | null;
}

const ROOM_WANTED = megabytes(500);

/** The folder asked for, else `.zaakpost` in the checkout, else one that can serve. @throws Trouble when none can. */
export async function chooseDataFolder(checkout: string, wanted: string | null): Promise<DataFolder> {
  const usual = wanted ?? join(checkout, '.zaakpost');
  const refusal = await prepare(usual);
  if (refusal === null) return { path: usual, reason: null };
  if (wanted !== null) throw new Trouble(`DATA_DIR cannot serve: ${refusal}.`);
  for (const path of elsewhere(checkout)) {
    if ((await mayBeOurs(path)) && (await prepare(path)) === null)
      return { path, reason: `${usual} cannot serve: ${refusal}` };
  }
  throw new Trouble(`There is no folder for the data: ${refusal}. Name one with DATA_DIR=/some/folder npm start.`);
}

/** One for each checkout, so that two of them do not meet. */
export function elsewhere(checkout: string): string[] {
  const name = `zaakpost-${createHash('sha256').update(checkout).digest('hex').slice(0, 8)}`;
  return [join('/var/lib', name), join(tmpdir(), name)];
}

/** In a place that everybody may write to, somebody else may have put a folder, or a link, where ours would be. */
export async function mayBeOurs(path: string): Promise<boolean> {
  const there = await lstat(path).catch(() => null);
  return there === null || (there.isDirectory() && there.uid === process.getuid?.() && (there.mode & 0o022) === 0);
}

/** Makes sure of it; answers why it cannot serve. @throws Trouble when the disk is full. */
async function prepare(path: string): Promise<string | null> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    return `it cannot be written (${(error as NodeJS.ErrnoException).code})`;
  }
  if (!(await postgresCanEnter(path))) {
    await rmdir(path).catch(() => undefined);
    return 'PostgreSQL does not run as root, and its user cannot enter there';
  }
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize < ROOM_WANTED) throw new Trouble(`The disk of ${path} is full: Zaakpost wants 500 MB of room.`);
  return null;
}
