import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { chooseDataFolder, elsewhere, mayBeOurs } from './data-folder.ts';

test('data lives in the checkout where it can', async () => {
  await withTemporaryFolder(async (checkout) => {
    expect(await chooseDataFolder(checkout, null)).toEqual({ path: join(checkout, '.zaakpost'), reason: null });
  });
});

test('data lives where it was asked to', async () => {
  await withTemporaryFolder(async (checkout) => {
    const wanted = join(checkout, 'elsewhere', 'data');

    expect(await chooseDataFolder(checkout, wanted)).toEqual({ path: wanted, reason: null });
  });
});

test('a folder that was asked for and cannot serve is refused in a sentence', async () => {
  await withTemporaryFolder(async (checkout) => {
    const file = join(checkout, 'file');
    await writeFile(file, '');

    await expect(chooseDataFolder(checkout, join(file, 'data'))).rejects.toThrow(/^DATA_DIR cannot serve: .*ENOTDIR/u);
  });
});

test('two checkouts that cannot hold their data have different places elsewhere', () => {
  expect(new Set([...elsewhere('/root/a'), ...elsewhere('/root/b')]).size).toBe(4);
});

test('a link, or a folder that others may write to, is not taken for ours', async () => {
  await withTemporaryFolder(async (shared) => {
    const [own, link, open] = [join(shared, 'own'), join(shared, 'link'), join(shared, 'open')];
    await mkdir(own);
    await symlink(own, link);
    await mkdir(open);
    await chmod(open, 0o777);

    expect(await Promise.all([own, link, open, join(shared, 'none')].map(mayBeOurs))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
