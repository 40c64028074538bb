import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, readdir, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until, withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { type TemporaryHome, temporaryHome } from './temporary-home.ts';

const LIVING = fileURLToPath(new URL('./temporary-home.fixture.ts', import.meta.url));

/** A process with a home below `below`, and how to kill it. */
async function withLiving(
  below: string,
  use: (folder: string, child: ChildProcess) => Promise<void>,
  ...before: string[]
) {
  const [program = '', ...words] = [...before, process.execPath, LIVING, below];
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(child.stdout, 'data');
    await use(String(line).trim(), child);
  } finally {
    await killed(child);
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function withHome(below: string, use: (home: TemporaryHome) => Promise<void>, every?: number) {
  const home = temporaryHome({ below, ...(every && { every }) });
  try {
    await use(home);
  } finally {
    await home.close();
  }
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

test('what a killed process left is cleared by the next one, and what a living one has is not', () =>
  withTemporaryFolder((below) =>
    withLiving(below, (alive) =>
      withLiving(below, async (dead, child) => {
        await killed(child);

        await withHome(below, async (home) => expect(await home.folder()).not.toBe(alive));

        expect([await isThere(alive), await isThere(dead)]).toEqual([true, false]);
      }),
    ),
  ));

test('a process that has lived long clears what others left since', () =>
  withTemporaryFolder((below) =>
    withHome(
      below,
      () =>
        withLiving(below, async (dead, child) => {
          await killed(child);

          await until(async () => !(await isThere(dead)), { what: 'the home of the dead process to go' });
        }),
      50,
    ),
  ));

test('a process that is stopped, and so answers nobody, keeps its home', () =>
  withTemporaryFolder((below) =>
    withLiving(below, async (folder, child) => {
      child.kill('SIGSTOP');

      await withHome(below, async (home) => expect(await home.clearDead()).toBe(0));

      expect(await isThere(folder)).toBe(true);
    }),
  ));

test('a living process keeps its home though the clock says that nobody touched it for a day', () =>
  withTemporaryFolder((below) =>
    withLiving(below, async (folder) => {
      await utimes(folder, new Date(0), new Date(0));

      await withHome(below, async (home) => expect(await home.clearDead()).toBe(0));

      expect(await isThere(folder)).toBe(true);
    }),
  ));

test('a home that somebody took away is made anew', () =>
  withTemporaryFolder((below) =>
    withHome(below, async (home) => {
      const first = await home.folder();
      await rm(first, { recursive: true });

      const [second, same] = await Promise.all([home.folder(), home.folder()]);

      expect([second === first, second === same, await isThere(second)]).toEqual([false, true, true]);
    }),
  ));

test('where the path is too long for a socket there is a home all the same, which nobody takes for dead', () =>
  withTemporaryFolder(async (folder) => {
    const below = join(folder, 'x'.repeat(100));
    await mkdir(below);

    await withHome(below, async (home) => {
      const own = await home.folder();
      await withHome(below, async (other) => expect(await other.clearDead()).toBe(0));

      expect(await readdir(own)).toEqual([]);
    });

    expect(await readdir(below)).toEqual([]);
  }));

test('in containers, where processes have the same numbers, nobody takes another for dead', () =>
  withTemporaryFolder((below) => {
    const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
    const container = ['unshare', ...user, '--pid', '--fork', '--kill-child', '--net', '--mount-proc'];
    return withLiving(
      below,
      (one) =>
        withLiving(
          below,
          async (other) => {
            await withHome(below, async (home) => expect(await home.clearDead()).toBe(0));

            expect([await isThere(one), await isThere(other)]).toEqual([true, true]);
          },
          ...container,
        ),
      ...container,
    );
  }));

test('its own home goes when it is closed, and nobody else may look into it before', () =>
  withTemporaryFolder(async (below) => {
    await withHome(below, async (home) => {
      const folder = await home.folder();

      expect([await home.folder(), (await lstat(folder)).mode & 0o777]).toEqual([folder, 0o700]);
    });

    expect(await readdir(below)).toEqual([]);
  }));

test('a home of another machine, and one that is just being made, is left for a day', () =>
  withTemporaryFolder(async (below) => {
    const [fresh, old] = ['00000000-aaaaaa', '00000000-bbbbbb'].map((name) => join(below, `zaakpost-run-${name}`));
    for (const folder of [fresh, old]) await mkdir(folder as string);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await utimes(old as string, yesterday, yesterday);

    await withHome(below, async (home) => void (await home.clearDead()));

    expect([await isThere(fresh as string), await isThere(old as string)]).toEqual([true, false]);
  }));

test('what only looks like a home is left: a link, and folders with other names', () =>
  withTemporaryFolder(async (below) => {
    const elsewhere = join(below, 'zaakpost-other');
    await mkdir(elsewhere);
    await chmod(elsewhere, 0o700);
    await symlink(elsewhere, join(below, 'zaakpost-run-00000000-cccccc'));

    await withHome(below, async (home) => expect(await home.clearDead()).toBe(0));

    expect((await readdir(below)).toSorted()).toEqual(['zaakpost-other', 'zaakpost-run-00000000-cccccc']);
  }));
