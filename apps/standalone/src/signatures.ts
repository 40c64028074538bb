import { execFile } from 'node:child_process';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { days, minutes } from '@zaakpost/domain';

/** As old as clamd's scanner still takes them, less a day. */
const FRESH = days(6);

/** A folder with virus signatures that are fresh: ours, or the system's. Null when there is none. */
export async function findSignatures(folder: string): Promise<string | null> {
  for (const candidate of [join(folder, 'signatures'), '/var/lib/clamav']) {
    const names = await readdir(candidate).catch(() => []);
    const daily = names.find((name) => /^daily\.c[vl]d$/u.test(name));
    const main = names.some((name) => /^main\.c[vl]d$/u.test(name));
    if (daily === undefined || !main) continue;
    const { mtimeMs } = await stat(join(candidate, daily));
    if (Date.now() - mtimeMs < FRESH) return candidate;
  }
  return null;
}

/** Tries to fetch real signatures for the next start; a machine without the internet goes on without them. */
export async function fetchSignatures(folder: string, freshclam: string, signal: AbortSignal): Promise<boolean> {
  const signatures = join(folder, 'signatures');
  await mkdir(signatures, { recursive: true });
  const config = join(folder, 'freshclam.conf');
  const settings = [
    `DatabaseDirectory ${signatures}`,
    `DatabaseOwner ${userInfo().username}`,
    'DatabaseMirror database.clamav.net',
    'MaxAttempts 1',
    'ConnectTimeout 10',
  ];
  await writeFile(config, `${settings.join('\n')}\n`);
  try {
    await promisify(execFile)(freshclam, [`--config-file=${config}`, '--quiet'], { signal, timeout: minutes(10) });
    return (await findSignatures(folder)) !== null;
  } catch {
    return false;
  }
}
