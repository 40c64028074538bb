import { chown } from 'node:fs/promises';
import type { Account } from './daemon.ts';

/** Who daemons run as when we are root: `nobody`, who is on every Linux. Otherwise ourselves. */
export const unprivileged: Account | undefined = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

/** Gives a file or folder to the account that daemons run as. */
export async function giveToDaemons(...paths: string[]): Promise<void> {
  if (!unprivileged) return;
  for (const path of paths) await chown(path, unprivileged.uid, unprivileged.gid);
}
