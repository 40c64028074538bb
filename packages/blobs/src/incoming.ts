import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { hours } from '@zaakpost/domain';
import { systemCode } from './on-disk.ts';

const FORM = /^([0-9a-f]{8})\.(\d+)\.([0-9a-f-]{36})\.\d+$/u;
const OLDEST = hours(24);
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const run = randomUUID();
let count = 0;

/** A path for a file that is being written: it names its writer, so that it can be cleared away after its writer's death. */
export const incomingPath = (folder: string): string => join(folder, `${host}.${process.pid}.${run}.${count++}`);

/** Removes files whose writer is dead. A writer on another machine is taken for dead after 24 hours. */
export async function clearDeadIncoming(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (await isDead(name, path)) await rm(path, { force: true });
  }
}

async function isDead(name: string, path: string): Promise<boolean> {
  const [whole, itsHost, itsPid, itsRun] = FORM.exec(name) ?? [];
  if (whole === undefined || itsRun === run) return false;
  if (itsHost === host && !isAlive(Number(itsPid))) return true;
  const modified = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  return Date.now() - modified > OLDEST;
}

// A container's first process has the same number in every life, so our own number with another run is a dead life.
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
