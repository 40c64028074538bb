import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { beOnlyCopy } from './only-copy.ts';

test('a folder has one copy at a time, and is free when that copy gave it back', async () => {
  await withTemporaryFolder(async (folder) => {
    const giveBack = await beOnlyCopy(folder);
    await expect(beOnlyCopy(folder)).rejects.toThrow(
      `Another copy of Zaakpost runs with this data (process ${process.pid})`,
    );

    await giveBack();
    await (await beOnlyCopy(folder))();

    expect(await readdir(folder)).toEqual([]);
  });
});

test('what a dead copy left is no hindrance', async () => {
  await withTemporaryFolder(async (folder) => {
    const dead = spawn('true');
    await once(dead, 'exit');
    await writeFile(join(folder, 'running.json'), JSON.stringify({ pid: dead.pid, began: null }));

    await expect(beOnlyCopy(folder)).resolves.toBeTypeOf('function');
  });
});

test('a process that was given the number of a dead copy is no hindrance', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, began: '1' }));

    await expect(beOnlyCopy(folder)).resolves.toBeTypeOf('function');
  });
});

test('a lock that was cut off is no hindrance', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'running.json'), '{"pid": 1');

    await expect(beOnlyCopy(folder)).resolves.toBeTypeOf('function');
  });
});
