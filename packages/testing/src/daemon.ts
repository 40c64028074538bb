import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { register } from './living.ts';
import { until } from './until.ts';

/** User and group that a daemon runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What to run, and how to see that it serves. */
export interface DaemonPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Serves already? Asked until it answers true. May throw: then it is asked again. */
  readonly ready: (log: () => string) => boolean | Promise<boolean>;
  /** Milliseconds from start to serving; 60,000 when not given. */
  readonly deadline?: number;
  readonly account?: Account | undefined;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it logs to, if not to its standard output. */
  readonly logFile?: string;
  /** Asks for an orderly end; SIGTERM when not given. */
  readonly stopSignal?: NodeJS.Signals;
}

/** A foreign program that runs for us, in a process group of its own. */
export interface Daemon {
  readonly pid: number;
  /** The last 64 kB of what it said. */
  log(): string;
  /** Ends it in order, or by force after 5 s, and its whole group with it. */
  stop(): Promise<void>;
  /** Stops it and its group where they are (SIGSTOP), until `thaw`: it listens, and does nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends it and its group at once, as a crash would. */
  kill(): Promise<void>;
}

const keptLog = 64 * 1024;

// The shell becomes the program; a child of it waits for the end of file 3, which comes when we are gone in whatever
// way, and takes the group along. So not even a killed test run leaves a server behind.
const leash = '{ read -r _ <&3; kill -9 -$$; } >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/** Starts a program and waits until it serves. Throws with the program's own words when it does not. */
export async function startDaemon(plan: DaemonPlan): Promise<Daemon> {
  const child = spawn('/bin/sh', ['-c', leash, plan.name, plan.command, ...plan.args], {
    ...plan.account,
    ...(plan.cwd === undefined ? {} : { cwd: plan.cwd }),
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', ...plan.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const log = collectLog(child, plan.logFile);
  const ended = once(child, 'exit');
  const stop = (signal: NodeJS.Signals, grace: number) => endGroup(child, ended, signal, grace).then(forget);
  const daemon: Daemon = {
    pid: child.pid ?? 0,
    log,
    freeze: () => signalGroup(child.pid, 'SIGSTOP'),
    thaw: () => signalGroup(child.pid, 'SIGCONT'),
    stop: () => stop(plan.stopSignal ?? 'SIGTERM', 5000),
    kill: () => stop('SIGKILL', 0),
  };
  const forget = register({ name: `${plan.name} (process ${daemon.pid})`, stop: daemon.stop });

  try {
    await until(() => hasEnded(child) || plan.ready(log), {
      what: `${plan.name} to start`,
      deadline: plan.deadline ?? 60_000,
    });
    if (!hasEnded(child)) return daemon;
    await lastWords(child);
    throw new Error(`${plan.name} ended with ${child.exitCode ?? child.signalCode}`);
  } catch (cause) {
    await daemon.kill();
    throw new Error(`${plan.name} did not start: ${(cause as Error).message}. It said:\n${log()}`, { cause });
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

// What a program says as it ends may come after its end is known.
async function lastWords({ stdout, stderr }: ChildProcess): Promise<void> {
  const open = [stdout, stderr].filter((stream) => stream !== null && !stream.readableEnded);
  await Promise.race([Promise.all(open.map((stream) => once(stream as Readable, 'end'))), pause(1_000)]);
}

function collectLog(child: ChildProcess, file: string | undefined): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-keptLog);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const written = () => (file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').slice(-keptLog) : '');
  return () => text + written();
}

async function endGroup(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals, grace: number) {
  if (!hasEnded(child)) {
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), grace);
    await ended;
    clearTimeout(force);
  }
  signalGroup(child.pid, 'SIGKILL');
  for (const stream of child.stdio) stream?.destroy();
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
