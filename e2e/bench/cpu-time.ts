import { readdir, readFile } from 'node:fs/promises';

/** Whose work it is. */
export const TRADES = ['ours', 'database and queue', 'Chromium', 'scanners', 'mail servers'] as const;
export type Trade = (typeof TRADES)[number];

/** Seconds of processor that what we started has used so far, by trade; this process itself left out. */
export type CpuTime = Record<Trade, number>;

const TICKS_A_SECOND = 100;

/** What a program is called in `/proc`, cut to fifteen letters there. */
const NAMES: readonly [RegExp, Trade][] = [
  [/^(?:postgres|redis-server)/u, 'database and queue'],
  [/chrom|headless/u, 'Chromium'],
  [/^(?:clamd|rspamd)/u, 'scanners'],
  [
    /^(?:dovecot|pop3|anvil|auth|log|stats|config|ssl-params|master|smtp|pickup|qmgr|cleanup|lmtp|tlsmgr|proxymap|trivial)/u,
    'mail servers',
  ],
  [/^(?:node|MainThread)/u, 'ours'],
];

interface Process {
  pid: number;
  parent: number;
  name: string;
  seconds: number;
}

export async function cpuTime(): Promise<CpuTime> {
  const all = await processes();
  const family = new Set([process.pid]);
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  const used = Object.fromEntries(TRADES.map((trade) => [trade, 0])) as CpuTime;
  for (const { pid, name, seconds } of all) {
    const trade = NAMES.find(([pattern]) => pattern.test(name))?.[1];
    if (trade && pid !== process.pid && family.has(pid)) used[trade] += seconds;
  }
  return used;
}

async function processes(): Promise<Process[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(numbers.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')));
  return lines.flatMap((line) => {
    const [, pid, name = '', rest = ''] = /^(\d+) \((.*)\) (.*)$/su.exec(line) ?? [];
    if (pid === undefined) return [];
    // proc(5): after the name come state, parent, ...; user and system time, those of ended children with them, are 12 to 15.
    const fields = rest.split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid: Number(pid), parent: Number(fields[1]), name, seconds: ticks / TICKS_A_SECOND }];
  });
}
