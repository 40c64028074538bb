import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Trouble } from './trouble.ts';

interface Owner {
  pid: number;
  /** When that process began, in clock ticks since boot: process numbers are given out again. Null where unknown. */
  began: string | null;
}

/** Makes this process the folder's only copy. Returns how to give it back. @throws Trouble when another has it. */
export async function beOnlyCopy(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'running.json');
  const mine = join(folder, `running.${process.pid}.json`);
  const owner: Owner = { pid: process.pid, began: await beganAt(process.pid) };
  await writeFile(mine, JSON.stringify(owner));
  try {
    // A link appears whole or not at all, and only where nothing is.
    if (!(await linked(mine, lock))) {
      await removeIfStale(lock);
      if (!(await linked(mine, lock))) throw await inUse(lock);
    }
  } finally {
    await rm(mine, { force: true });
  }
  return () => rm(lock, { force: true });
}

const linked = (from: string, to: string): Promise<boolean> =>
  link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

async function removeIfStale(lock: string): Promise<void> {
  const owner = await readOwner(lock);
  if (owner === null || !(await lives(owner))) await rm(lock, { force: true });
}

async function lives({ pid, began }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return began === null || began === (await beganAt(pid));
}

async function inUse(lock: string): Promise<Trouble> {
  const owner = await readOwner(lock);
  return new Trouble(
    `Another copy of Zaakpost runs with this data (process ${owner?.pid ?? 'unknown'}): use that one, or stop it first.`,
  );
}

async function readOwner(lock: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(lock, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

const beganAt = (pid: number): Promise<string | null> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(
    // The command's name stands in parentheses and may hold anything; the 20th word after it is the start time.
    (text) => text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null,
    () => null,
  );
