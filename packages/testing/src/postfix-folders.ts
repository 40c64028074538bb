import { chmod, chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the queue and data folders with the owners and modes that Postfix insists on. */
export async function makePostfixFolders(folder: string): Promise<void> {
  const owner = await idOf('/etc/passwd', 'postfix');
  const group = await idOf('/etc/group', 'postdrop');
  const make = async (path: string, uid: number, gid: number, mode: number) => {
    await mkdir(join(folder, path));
    await chown(join(folder, path), uid, gid);
    await chmod(join(folder, path), mode);
  };
  await make('queue', 0, 0, 0o755);
  await make('data', owner, 0, 0o700);
  await make('queue/pid', 0, 0, 0o755);
  await make('queue/public', owner, group, 0o710);
  await make('queue/maildrop', owner, group, 0o1730);
  for (const name of ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'private']) {
    await make(`queue/${name}`, owner, 0, 0o700);
  }
  for (const name of ['saved', 'trace']) await make(`queue/${name}`, owner, 0, 0o700);
}

async function idOf(file: string, name: string): Promise<number> {
  const line = (await readFile(file, 'utf8')).split('\n').find((entry) => entry.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`no ${name} in ${file}: install the package postfix`);
  return Number(line.split(':')[2]);
}
