import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, readFile, rename, rm, utimes } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hours, type Milliseconds, minutes } from '@zaakpost/domain';

/** Where a process has its temporary folders. */
export interface TemporaryHome {
  /** The home itself, made when it is first asked for, and anew where somebody took it away; nobody else may enter it. */
  folder(): Promise<string>;
  /** Removes homes of dead processes of this user; gives how many. */
  clearDead(): Promise<number>;
  /** Removes it. */
  close(): Promise<void>;
}

export interface TemporaryHomeOptions {
  /** The system's temporary folder when not given. */
  below?: string;
  /** Between two clearings; ten minutes when not given. */
  every?: Milliseconds;
  /** Told how many homes were cleared, where there were any. */
  cleared?: (count: number) => void;
}

const NAME = /^zaakpost-run-([0-9a-f]{8})-\w{6}$/u;
const OWNER = 'owner';
const UNNAMED = 'own';
const OLDEST = hours(24);

/**
 * A home for temporary files that is found and cleared when its process was killed. The owner listens on a socket in it,
 * so the kernel tells whether there is one: process ids are used again, and every container has its own. Where it cannot
 * tell, on another machine, before this one started anew, or without a socket, a home goes when nobody touched it for a
 * day; its owner does so at every clearing. Clears at once and then every so often, until it is closed.
 */
export function temporaryHome({
  below = tmpdir(),
  every = minutes(10),
  cleared = () => undefined,
}: TemporaryHomeOptions = {}): TemporaryHome {
  let made: Promise<Home> | undefined;
  const home = async (): Promise<Home> => {
    made ??= makeHome(below);
    const mine = made;
    try {
      const found = await mine;
      if (await isFolder(found.folder)) return found;
      await found.remove();
    } catch (error) {
      if (made === mine) made = undefined;
      throw error;
    }
    if (made === mine) made = undefined;
    return home();
  };
  const clearDead = async () => {
    const kernel = await kernelName();
    let count = 0;
    for (const name of await readdir(below)) {
      if (await isDead(below, name, kernel)) count += await removed(join(below, name));
    }
    return count;
  };
  const round = async () => {
    const mine = await made?.catch(() => undefined);
    if (mine) await utimes(mine.folder, new Date(), new Date()).catch(() => undefined);
    const count = await clearDead();
    if (count > 0) cleared(count);
  };
  // What cannot be cleared now is tried at the next round; it stops nothing.
  const tidy = () => round().catch(() => undefined);
  let tidying = tidy();
  const timer = setInterval(() => {
    tidying = tidying.then(tidy);
  }, every).unref();

  return {
    folder: async () => (await home()).folder,
    clearDead,
    async close() {
      clearInterval(timer);
      await tidying;
      await (await made?.catch(() => undefined))?.remove();
    },
  };
}

interface Home {
  folder: string;
  remove(): Promise<void>;
}

async function makeHome(below: string): Promise<Home> {
  const folder = await mkdtemp(join(below, `zaakpost-run-${await kernelName()}-`));
  const remove = () => removeFolder(folder);
  try {
    const owner = await ownerOf(folder);
    return {
      folder,
      async remove() {
        await remove();
        owner?.close();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Null where there can be none: the path is too long for a socket, or its file system has none. It gets its name once it
 * listens, since before it would be refused like one whose owner is dead.
 */
async function ownerOf(folder: string): Promise<Server | null> {
  const server = createServer((client) => client.destroy());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.on('error', reject).listen(join(folder, UNNAMED), resolve).unref();
  try {
    await promise;
  } catch {
    return null;
  }
  await rename(join(folder, UNNAMED), join(folder, OWNER));
  return server;
}

/** One name for all containers of a machine, and another after it started anew. */
async function kernelName(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => hostname());
  return createHash('sha256').update(boot).digest('hex').slice(0, 8);
}

async function isDead(below: string, name: string, kernel: string): Promise<boolean> {
  const [, itsKernel] = NAME.exec(name) ?? [];
  if (itsKernel === undefined) return false;
  const folder = join(below, name);
  const found = await lstat(folder).catch(() => null);
  if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return false;
  const owner = itsKernel === kernel ? await ownerAt(join(folder, OWNER)) : 'unknown';
  if (owner !== 'unknown') return owner === 'dead';
  return Date.now() - found.mtimeMs > OLDEST;
}

const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * Only an answer and a refusal say something, whatever the age: clocks jump, and a machine may sleep for days. Without a
 * socket a home may be one that is being made.
 */
function ownerAt(path: string): Promise<'alive' | 'dead' | 'unknown'> {
  const { promise, resolve } = Promise.withResolvers<'alive' | 'dead' | 'unknown'>();
  const client = connect(path);
  client.once('connect', () => {
    client.destroy();
    resolve('alive');
  });
  client.once('error', ({ code }: NodeJS.ErrnoException) => resolve(OWNERS[code ?? ''] ?? 'unknown'));
  return promise;
}

/** Refused by what nobody listens on any more; put off where too many ask at once. */
const OWNERS: Record<string, 'alive' | 'dead'> = { ECONNREFUSED: 'dead', EAGAIN: 'alive' };

/** The Chromium in it may still be dying and write. */
const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });

/** 1 where it went. */
async function removed(folder: string): Promise<number> {
  try {
    await removeFolder(folder);
    return 1;
  } catch {
    return 0;
  }
}
