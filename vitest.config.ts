import { defineConfig } from 'vitest/config';
import { LongestFirst } from './setup/longest-first.ts';

const globalSetup = ['packages/testing/src/vitest-global-setup.ts'];
const setupFiles = ['packages/testing/src/vitest-leak-guard.ts'];
/** A test that waits goes on as soon as what it waits for is there: these times are for what never comes, on any machine. */
const expect = { poll: { timeout: 60_000 } };
const sources = ['packages/*/src/**', 'apps/*/src/**', 'setup/**'];

/** `unit` is pure and quick; `real` talks to real services that it starts itself; `e2e` starts the whole house; `soak` is the same at size. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          include: sources.map((folder) => `${folder}/*.test.{ts,tsx}`),
          exclude: ['**/*.real.test.ts', '**/node_modules/**'],
          expect,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Some of it waits.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'real',
          globalSetup,
          setupFiles,
          include: sources.map((folder) => `${folder}/*.real.test.ts`),
          expect,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup,
          setupFiles,
          include: ['e2e/src/**/*.test.ts'],
          expect,
          testTimeout: 400_000,
          hookTimeout: 300_000,
          // Much of it waits for other processes.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'soak',
          globalSetup,
          setupFiles,
          include: ['e2e/soak/**/*.test.ts'],
          testTimeout: 6 * 3_600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
