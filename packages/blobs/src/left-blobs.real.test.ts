import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until, withTemporaryFolder } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { filesBelow, fixtures, storeIn, withBlobs } from './folder-blobs.fixture.ts';

/** A writer says that it writes before the system has made its file. */
const filesThere = (dir: string, count: number) =>
  until(async () => (await filesBelow(dir)).length === count, { what: `${count} files to be written`, every: 20 });

describe('what writers that are gone left in the blob folder', () => {
  it('clears away what a killed writer left, and only that', () =>
    withBlobs(async ({ dir }) => {
      const writer = spawn(process.execPath, [join(fixtures, 'hang-in-put.ts'), dir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(writer.stdout, 'data');
      await filesThere(dir, 1);
      await storeIn(dir);
      expect(await filesBelow(dir)).toHaveLength(1);

      writer.kill('SIGKILL');
      await once(writer, 'exit');
      await storeIn(dir);

      expect(await filesBelow(dir)).toEqual([]);
    }));

  it('clears away what a writer left that was killed since, when it is asked to', () =>
    withTemporaryFolder(async (dir) => {
      const { blobs } = await storeIn(dir);
      const writer = spawn(process.execPath, [join(fixtures, 'hang-in-put.ts'), dir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(writer.stdout, 'data');
      await filesThere(dir, 1);
      const whileAlive = await blobs.clearAbandoned();
      writer.kill('SIGKILL');
      await once(writer, 'exit');

      const cleared = await blobs.clearAbandoned();

      expect([whileAlive, cleared, await filesBelow(dir)]).toEqual([0, 1, []]);
    }));

  it('leaves what is being written in another container, whose processes have the same numbers', () =>
    withTemporaryFolder(async (dir) => {
      const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
      const writer = [process.execPath, join(fixtures, 'hang-in-put.ts'), dir];
      const containers = [1, 2].map(() =>
        spawn('unshare', [...user, '--pid', '--fork', '--kill-child', ...writer], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );

      await Promise.all(containers.map(({ stdout }) => once(stdout, 'data')));
      await filesThere(dir, 2);

      expect(await filesBelow(dir)).toHaveLength(2);
      for (const container of containers) {
        container.kill('SIGKILL');
        await once(container, 'exit');
      }
    }));

  it('clears away what a writer on another machine left an hour ago', () =>
    withTemporaryFolder(async (dir) => {
      const left = (run: string) => join(dir, 'incoming', `00000000.1.${run}.0`);
      const [old, recent] = [left(crypto.randomUUID()), left(crypto.randomUUID())];
      await mkdir(join(dir, 'incoming'));
      await writeFile(old, '');
      await writeFile(recent, '');
      await utimes(old, 0, 0);

      await storeIn(dir);

      expect(await filesBelow(dir)).toEqual([recent]);
    }));
});
