import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { handOver, letter } from './client.ts';
import { expectEachOnce, type Ground, withGround } from './ground.ts';

test('a full disk is answered 452, no half file stays, and all is taken when there is room again', () =>
  withGround((ground) =>
    withSmallDisk(ground, async ({ disk, health }) => {
      const blobFolder = join(disk, 'blobs');
      const small = letter('before');
      await handOver(ground.port, small);
      expect(await health()).toBe(200);

      await writeFile(join(disk, 'filler'), randomBytes(1_500_000));
      const large = letter('large', 1_000_000);
      const taken = handOver(ground.port, large);
      await until(async () => (await health()) === 503, { what: 'the receiver to say that it is not well' });
      expect(await readdir(join(blobFolder, 'incoming'))).toEqual([]);
      await rm(join(disk, 'filler'));

      const { failures } = await taken;
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter((failure) => !/^452 4\.3\.1 /u.test(failure))).toEqual([]);
      expect(await health()).toBe(200);
      await expectEachOnce({ ...ground, blobFolder }, [small, large]);
    }),
  ));

interface SmallDisk {
  /** As seen from outside the receiver's mount namespace. */
  disk: string;
  health: () => Promise<number>;
}

const program = 'unshare';

/** A receiver whose blobs lie on a disk of 2 MB that only it has. */
async function withSmallDisk(ground: Ground, use: (small: SmallDisk) => Promise<void>): Promise<void> {
  const metricsPort = await freePort();
  const main = fileURLToPath(new URL('../../../apps/receiver/src/main.ts', import.meta.url));
  const child = spawn(
    program,
    [
      ...['--user', '--map-root-user', '--mount', 'sh', '-c'],
      ...['mount -t tmpfs -o size=2m tmpfs /mnt && exec "$1" "$2"', 'sh', process.execPath, main],
    ],
    {
      env: { PATH: process.env.PATH ?? '', ...ground.env, BLOB_DIR: '/mnt/blobs', METRICS_PORT: String(metricsPort) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
  });
  const exit = once(child, 'exit');
  try {
    await until(() => log.includes('"ready"'), { what: 'the receiver to be ready' });
    await use({
      disk: `/proc/${child.pid}/root/mnt`,
      health: async () => (await fetch(`http://127.0.0.1:${metricsPort}/healthz`)).status,
    });
  } finally {
    child.kill('SIGKILL');
    await exit;
  }
}
