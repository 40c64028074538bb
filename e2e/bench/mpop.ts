import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Emptying } from './bare-pop3.ts';

const run = promisify(execFile);

/** Is the reference installed? Without it there is no row for it. */
export const hasMpop = (): Promise<boolean> =>
  run('mpop', ['--version']).then(
    () => true,
    () => false,
  );

/** Has mpop empty a mailbox into a Maildir, pipelined, and gives how long it took in seconds. */
export async function emptiedByMpop({ port, ca, user, password, folder }: Emptying): Promise<number> {
  const maildir = join(folder, 'mail');
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(maildir, part), { recursive: true });
  await writeFile(join(folder, 'ca.pem'), ca);
  const settings = [
    'account bench',
    'host localhost',
    `port ${port}`,
    'tls on',
    'tls_starttls off',
    `tls_trust_file ${join(folder, 'ca.pem')}`,
    `user ${user}`,
    `password ${password}`,
    `uidls_file ${join(folder, 'uidls')}`,
    'keep off',
    'pipelining on',
    `delivery maildir ${maildir}`,
    'account default : bench',
    '',
  ];
  await writeFile(join(folder, 'mpoprc'), settings.join('\n'), { mode: 0o600 });
  const started = performance.now();
  await run('mpop', ['-C', join(folder, 'mpoprc'), '-q'], { timeout: 300_000 });
  return (performance.now() - started) / 1_000;
}
