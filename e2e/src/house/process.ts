import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledCode, until } from '@zaakpost/testing';

export type App = 'worker' | 'scheduler' | 'api' | 'receiver';

/** One of our programs, running as it does in production: a process of its own. */
export interface AppProcess {
  readonly child: ChildProcess;
  /** Whether it is gone, however it went. */
  readonly gone: boolean;
  log(): string;
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

const mainOf = (app: App | 'cli') => fileURLToPath(new URL(`../../../apps/${app}/src/main.ts`, import.meta.url));

/** Starts it and waits until it says that it is ready. */
export async function startApp(app: App, args: string[], env: Record<string, string>): Promise<AppProcess> {
  const child = fork(mainOf(app), args, {
    env: { PATH: process.env.PATH ?? '', ...compiledCode, ...env },
    silent: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  let ready = false;
  child.once('message', () => {
    ready = true;
  });
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!gone()) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  // A process that is to die at a fail point may be gone before it says anything.
  await until(() => ready || gone(), { what: `${app} to be ready`, deadline: 120_000 }).catch(async (error) => {
    await end('SIGKILL');
    throw new Error(`${error.message}\n${output}`);
  });
  return {
    child,
    get gone() {
      return gone();
    },
    log: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** Runs the command line to its end. */
export const runCommand = (args: string[], env: Record<string, string>): Promise<{ code: number; stdout: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [mainOf('cli'), ...args], { env: { ...compiledCode, ...env } }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, stdout }),
    );
  });
