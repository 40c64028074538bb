import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { report } from './install.mjs';
import { isNewEnough } from './node.mjs';
import { packagesAreInstalled } from './packages.mjs';
import { requirements } from './requirements.mjs';
import { readCounts } from './vitest-counts.mjs';
import { arePagesFresh } from './web-pages.mjs';

it('wants Node 24.7 or newer', () => {
  const versions = ['v20.20.2', 'v24.6.9', 'v24.7.0', 'v26.0.0'];

  expect(versions.map(isNewEnough)).toEqual([false, false, true, true]);
});

it('tells on one screen what is missing, how to get it and what waits', () => {
  const screen = report(requirements.filter(({ program }) => ['rspamd', 'clamd'].includes(program)));

  expect(screen).toContain('apt-get install --no-install-recommends rspamd clamav-daemon');
  expect(screen).toContain('clamd   until then: mail stays at the virus check');
  expect(screen.split('\n').length).toBeLessThan(24);
});

it('sees whether node_modules is what the lock file says', async () => {
  await withTemporaryFolder(async (folder) => {
    const write = (path: string, version: string) =>
      writeFile(join(folder, path), JSON.stringify({ packages: { '': {}, 'node_modules/x': { version } } }));
    await mkdir(join(folder, 'node_modules'));
    await write('package-lock.json', '2.0.0');
    expect(packagesAreInstalled(folder)).toBe(false);

    await write('node_modules/.package-lock.json', '1.0.0');
    expect(packagesAreInstalled(folder)).toBe(false);
    await write('node_modules/.package-lock.json', '2.0.0');
    expect(packagesAreInstalled(folder)).toBe(true);
  });
});

it('builds the pages again when a source is newer', async () => {
  await withTemporaryFolder(async (folder) => {
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'main.tsx'), '');
    expect(arePagesFresh(folder)).toBe(false);

    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'dist', 'index.html'), '');
    expect(arePagesFresh(folder)).toBe(true);
    const later = Date.now() / 1000 + 60;
    await utimes(join(folder, 'src', 'main.tsx'), later, later);
    expect(arePagesFresh(folder)).toBe(false);
  });
});

it('counts tests, and a file that did not load as a failure', async () => {
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'counts.json');
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ];
    const numbers = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    await writeFile(file, JSON.stringify({ ...numbers, testResults }));

    expect(readCounts(file)).toEqual({ passed: 5, failed: 2, skipped: 3 });
    expect(readCounts(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
