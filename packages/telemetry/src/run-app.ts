import { flushCompileCache } from 'node:module';
import { ConfigError, type Milliseconds, seconds } from '@zaakpost/domain';
import type { Log } from './log.ts';

/** An app that runs: what a signal must end. */
export interface RunningApp {
  /** Finishes or releases what is under way. */
  stop(): Promise<void>;
}

export interface AppLife {
  log: Log;
  start: () => Promise<RunningApp>;
  /** How long `stop` is waited for; the process ends then, whatever still runs. */
  grace: Milliseconds;
}

/** What a forked app tells its parent when it serves. */
export const READY = 'ready';

const AFTER_GRACE = seconds(2);

/**
 * A process's life: starts the app, tells a parent that forked it so, and ends it in order on SIGTERM, on SIGINT, or when
 * that parent is gone. Resolves when it runs; the process ends by itself with exit code 0, or 1 when it could not start or
 * stop.
 */
export async function runApp({ log, start, grace }: AppLife): Promise<void> {
  process.on('unhandledRejection', (error) => die(log, 'a promise was rejected and nobody looked', error));
  process.on('uncaughtException', (error) => die(log, 'an error was thrown and nobody caught it', error));
  const ending = Promise.withResolvers<string>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.resolve(signal));
  process.on('disconnect', () => ending.resolve('disconnect'));

  const app = await start().catch((error: unknown) => refuse(log, error));
  log.info('ready');
  // Where Node keeps what it compiled (NODE_COMPILE_CACHE), the next start finds it even if this process is killed.
  flushCompileCache();
  process.send?.(READY, () => undefined);

  void ending.promise.then(async (signal) => {
    log.info('stopping', { signal });
    setTimeout(() => die(log, 'did not stop in time'), grace + AFTER_GRACE).unref();
    await app.stop().catch((error: unknown) => die(log, 'could not stop in order', error));
    log.info('stopped');
    process.exit(0);
  });
}

function refuse(log: Log, error: unknown): never {
  log.error('could not start', {}, error);
  console.error(sentenceOf(error));
  process.exit(1);
}

/** What a person at the terminal is told: never a stack trace. */
function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: stop what listens there, or choose another.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used by this user: choose one above 1023.`;
  return `Could not start: ${message}`;
}

function die(log: Log, sentence: string, error?: unknown): never {
  log.error(sentence, {}, error);
  process.exit(1);
}
