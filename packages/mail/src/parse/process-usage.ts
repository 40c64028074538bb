import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Bytes, Milliseconds } from '@zaakpost/domain';

/** Linux counts processor time in hundredths of a second for programs, whatever its clock does: proc_pid_stat(5). */
const TICK: Milliseconds = 10;

/** What another process uses, from when this was made. Zero of everything where there is no `/proc`. */
export class ProcessUsage {
  readonly #pid: number;
  readonly #before: Milliseconds;

  constructor(pid: number) {
    this.#pid = pid;
    this.#before = busyIn(quietly(() => readFileSync(`/proc/${pid}/stat`, 'latin1')));
  }

  async now(): Promise<{ resident: Bytes; busy: Milliseconds }> {
    const [status, stat] = await Promise.all(
      ['status', 'stat'].map((name) => readFile(`/proc/${this.#pid}/${name}`, 'latin1').catch(() => '')),
    );
    const resident = Number(/^VmRSS:\s+(\d+) kB/mu.exec(status ?? '')?.[1] ?? 0) * 1_024;
    return { resident, busy: Math.max(0, busyIn(stat ?? '') - this.#before) };
  }
}

/** `utime` and `stime`, the fields 14 and 15. The name of the program, in parentheses, may hold spaces. */
function busyIn(stat: string): Milliseconds {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK;
}

function quietly(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
