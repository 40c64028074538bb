import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Linux gives outgoing connections ports from 32,768 on: one of those could be taken before whoever it is for listens there.
 */
const [LOWEST, BEYOND] = [15_000, 32_000];
const MOST_TRIES = 100;

/** A port on 127.0.0.1 that nobody listens on at this moment. For programs that cannot pick one themselves. */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(LOWEST, BEYOND);
    if (await isFree(port)) return port;
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
