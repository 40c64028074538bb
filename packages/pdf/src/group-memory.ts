import { readFile } from 'node:fs/promises';
import type { Bytes } from '@zaakpost/domain';

const KILOBYTE = 1_024;

/**
 * The memory that a process and all that descend from it hold for themselves (proc(5): `RssAnon`, and `RssShmem` for the
 * pictures that they share). What they map of files is not counted. 0 where the system has no `/proc`.
 */
export async function groupMemory(leader: number): Promise<Bytes> {
  const [own, children] = await Promise.all([memoryOf(leader), childrenOf(leader)]);
  const theirs = await Promise.all(children.map(groupMemory));
  return theirs.reduce((sum, one) => sum + one, own);
}

async function memoryOf(pid: number): Promise<Bytes> {
  const status = await read(`/proc/${pid}/status`);
  const lines = status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gmu);
  return [...lines].reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * KILOBYTE, 0);
}

/** Each thread lists the children that it made. */
async function childrenOf(pid: number): Promise<number[]> {
  const children = await read(`/proc/${pid}/task/${pid}/children`);
  return children.split(' ').filter(Boolean).map(Number);
}

/** Empty when the process is gone, as any may be at any moment. */
const read = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '');
