import { open } from 'node:fs/promises';

/**
 * Makes renames lasting by syncing the folders they went into. A folder that is asked for several times before its sync
 * begins is synced once; one sync never answers for a rename that came after it began.
 */
export function folderSync(): (folder: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  function begin(folder: string): Promise<void> {
    const sync = syncFolder(folder).finally(() => running.delete(folder));
    running.set(folder, sync);
    return sync;
  }

  return (folder) => {
    const current = running.get(folder);
    if (!current) return begin(folder);
    const next =
      waiting.get(folder) ??
      current
        .catch(() => undefined)
        .then(() => {
          waiting.delete(folder);
          return begin(folder);
        });
    waiting.set(folder, next);
    return next;
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
