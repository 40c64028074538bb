import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CrewMessage } from './crew-member.ts';

const POLL = 5;

/** A program of the bench in a process of its own, as a worker is in production. */
export interface Member<Result> {
  readonly pid: number;
  /** Lets it begin, and gives what it comes back with. */
  start(): Promise<Result>;
  /** What it has counted so far. */
  readonly count: number;
  /** Rejects when it fails or ends; never resolves. */
  readonly gone: Promise<never>;
  stop(): Promise<void>;
}

/** Starts `program`, a file of this folder, with a plan, and waits until it is ready. */
export async function hire<Result = void>(program: string, plan: object): Promise<Member<Result>> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(file, [JSON.stringify(plan)], { execArgv: ['--expose-gc'] });
  const heard = mailboxOf<Result>(child);
  await heard.ready;
  return {
    pid: child.pid ?? 0,
    async start() {
      child.send('start');
      return heard.result;
    },
    get count() {
      return heard.count();
    },
    gone: heard.gone,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send('stop');
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await once(child, 'exit');
      clearTimeout(force);
    },
  };
}

/** Waits until all of them together have counted so many. */
export async function counted(crew: readonly Member<unknown>[], total: number): Promise<void> {
  const sum = () => crew.reduce((all, member) => all + member.count, 0);
  while (sum() < total) await Promise.race([pause(POLL), ...crew.map((member) => member.gone)]);
}

function mailboxOf<Result>(child: ChildProcess) {
  const ready = Promise.withResolvers<void>();
  const result = Promise.withResolvers<Result>();
  const gone = Promise.withResolvers<never>();
  const all = [ready, result, gone];
  for (const { promise } of all) promise.catch(() => undefined);
  let count = 0;
  child.on('message', (message: CrewMessage<Result>) => {
    if (message.kind === 'ready') ready.resolve();
    else if (message.kind === 'result') result.resolve(message.result);
    else if (message.kind === 'count') count = message.count;
    else for (const one of all) one.reject(new Error(message.reason));
  });
  child.once('exit', (code) => {
    for (const one of all) one.reject(new Error(`A program of the bench ended with ${code}.`));
  });
  return { ready: ready.promise, result: result.promise, gone: gone.promise, count: () => count };
}
