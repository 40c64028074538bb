import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exponential, type Milliseconds, minutes, seconds } from '@zaakpost/domain';
import { READY } from '@zaakpost/telemetry';
import { Trouble } from './trouble.ts';

/** A process of ours: an app's `main.ts` with its arguments. */
export interface ChildPlan {
  name: string;
  app: 'api' | 'scheduler' | 'receiver' | 'worker';
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
}

export interface Children {
  /** Starts one and waits until it serves. @throws Trouble with its own last words when it does not. */
  start(plan: ChildPlan): Promise<void>;
  /** Ends all of them, in order if they do, by force after the grace period. */
  stop(grace: Milliseconds): Promise<void>;
}

const RESTART = exponential(seconds(1), { cap: seconds(30) });
const STEADY = minutes(1);
const KEPT_WORDS = 2_000;

/** Runs apps as processes, begins those anew that end by themselves, and writes what they say to `logFolder`. */
export function superviseChildren(logFolder: string, told: (sentence: string) => void): Children {
  const living = new Map<string, ChildProcess>();
  const waiting = new Set<NodeJS.Timeout>();
  let stopping = false;

  function launch(plan: ChildPlan, log: 'new' | 'same'): { process: ChildProcess; words: () => string } {
    const script = fileURLToPath(new URL(`../../${plan.app}/src/main.ts`, import.meta.url));
    // A group of their own: a Ctrl-C at the terminal reaches us only, and we end them in order.
    const child = fork(script, plan.args ?? [], { env: plan.env, silent: true, detached: true });
    living.set(plan.name, child);
    child.once('exit', () => living.delete(plan.name));
    return { process: child, words: recorded(child, join(logFolder, `${plan.name}.log`), log) };
  }

  function keepAlive(plan: ChildPlan, child: ChildProcess, restarts: number): void {
    const began = performance.now();
    child.once('exit', (code, signal) => {
      if (stopping) return;
      const count = performance.now() - began > STEADY ? 1 : restarts + 1;
      const wait = RESTART(count, Math.random());
      told(
        `${plan.name} ended (${signal ?? `exit code ${code}`}); it is started again in ${Math.ceil(wait / 1000)} s.`,
      );
      const timer = setTimeout(() => {
        waiting.delete(timer);
        keepAlive(plan, launch(plan, 'same').process, count);
      }, wait);
      waiting.add(timer);
    });
  }

  return {
    async start(plan) {
      const { process: child, words } = launch(plan, 'new');
      const exit = await firstOf(child);
      if (exit !== READY) throw new Trouble(`${plan.name} could not start. ${lastWords(words())}`);
      keepAlive(plan, child, 0);
    },

    async stop(grace) {
      stopping = true;
      for (const timer of waiting) clearTimeout(timer);
      const ends = [...living.values()].map((child) => ended(child, grace));
      await Promise.all(ends);
    },
  };
}

function firstOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('message', resolve);
    child.once('exit', () => resolve('exit'));
    child.once('error', () => resolve('error'));
  });
}

function ended(child: ChildProcess, grace: Milliseconds): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), grace);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function recorded(child: ChildProcess, path: string, log: 'new' | 'same'): () => string {
  const file = createWriteStream(path, { flags: log === 'new' ? 'w' : 'a' });
  let words = '';
  const record = (chunk: Buffer) => {
    file.write(chunk);
    words = (words + chunk).slice(-KEPT_WORDS);
  };
  // A full disk must not end the processes that it fills up under.
  file.on('error', () => undefined);
  child.stdout?.on('data', (chunk: Buffer) => file.write(chunk));
  child.stderr?.on('data', record);
  child.once('close', () => file.end());
  return () => words;
}

/** What it wrote for people, without the frames of a stack trace. */
export const lastWords = (words: string): string => {
  const lines = words.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /u.test(line));
  return lines.slice(-3).join('\n');
};
