import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/usr/bin'];

/** Where a program of this system lies; null when it is not installed. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of new Set(FOLDERS)) {
    const path = join(folder, name);
    if (folder !== '' && (await isProgram(path))) return path;
  }
  return null;
}

/** The browser that prints: the one asked for, or what this system calls it. */
export async function findChromium(wanted: string): Promise<string | null> {
  if (await isProgram(wanted)) return wanted;
  for (const name of ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']) {
    const path = await findProgram(name);
    if (path !== null) return path;
  }
  return null;
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
