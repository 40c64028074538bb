import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Linux gives outgoing connections ports from 32,768 on: one of those could be taken before whoever it is for listens there.
 */
const [LOWEST, BEYOND] = [15_000, 32_000];
const MOST_TRIES = 100;
/** An empty file for each port that was given, as several processes ask at the same time. */
const GIVEN = join(tmpdir(), 'zaakpost-ports');
/** Milliseconds after which whoever a port was given to listens on it, or never will. */
const GIVEN_FOR = 120_000;

/**
 * A port on 127.0.0.1 that nobody listens on and that nobody else was given these two minutes. For programs that cannot
 * pick one themselves.
 */
export async function freePort(): Promise<number> {
  await mkdir(GIVEN, { recursive: true }).catch(() => undefined);
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(LOWEST, BEYOND);
    if ((await isFree(port)) && (await give(port))) return port;
    if (tries === MOST_TRIES) throw new Error(`${MOST_TRIES} ports were taken.`);
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

// Where another user's files are in the way, chance has to do.
async function give(port: number): Promise<boolean> {
  const path = join(GIVEN, `${port}`);
  const given = await stat(path).catch(() => null);
  if (given && Date.now() - given.mtimeMs > GIVEN_FOR) await rm(path, { force: true }).catch(() => undefined);
  return writeFile(path, '', { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'EEXIST',
  );
}
