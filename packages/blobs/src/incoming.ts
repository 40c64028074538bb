import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { hours } from '@zaakpost/domain';
import { systemCode } from './on-disk.ts';

const FORM = /^([0-9a-f]{8})\.(\d+)\.([0-9a-f-]{36})\.\d+$/u;
/** Nobody writes that slowly: all that bytes come from has limits of minutes. */
const OLDEST = hours(1);
const host = createHash('sha256').update(placeOfProcesses()).digest('hex').slice(0, 8);
const run = randomUUID();
let count = 0;

/** A path for a file that is being written: it names its writer, so that it can be cleared away after its writer's death. */
export const incomingPath = (folder: string): string => join(folder, `${host}.${process.pid}.${run}.${count++}`);

/** Removes files whose writer is dead, and gives how many. A writer elsewhere is taken for dead after an hour without a byte. */
export async function clearDeadIncoming(folder: string): Promise<number> {
  let count = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!(await isDead(name, path))) continue;
    await rm(path, { force: true });
    count += 1;
  }
  return count;
}

/**
 * Where a process id means one process: a kernel since it started, and a namespace of it. Containers may share the name of
 * their machine, and each has its own process 1.
 */
function placeOfProcesses(): string {
  return [
    hostname(),
    whereTold(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    whereTold(() => readlinkSync('/proc/self/ns/pid')),
  ].join('\n');
}

function whereTold(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
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

// A process id is used again, so our own with another run is a dead life.
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
