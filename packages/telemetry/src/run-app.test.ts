import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { READY } from './run-app.ts';

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends an app in order', async (signal) => {
  const app = start('well');
  expect(await once(app.process, 'message')).toEqual([READY, undefined]);

  app.process.kill(signal);

  expect(await app.end).toEqual([0, null]);
  expect(await app.stdout).toMatch(/"stopped"/u);
});

test('an app ends in order when the process that forked it is gone', async () => {
  const app = start('well');
  await once(app.process, 'message');

  app.process.disconnect();

  expect(await app.end).toEqual([0, null]);
  expect(await app.stdout).toMatch(/"stopped"/u);
});

test('an app that cannot start says why in a sentence, without a stack trace', async () => {
  const app = start('broken');

  expect(await app.end).toEqual([1, null]);
  expect(await app.stderr).toBe('Could not start: the disk is not there\n');
});

test('an app whose configuration is wrong lists the problems', async () => {
  const app = start('refused');

  expect(await app.end).toEqual([1, null]);
  expect(await app.stderr).toContain('- PORT: must be a whole number');
});

test('an app that does not stop within its grace period is ended', async () => {
  const app = start('hanging');
  await once(app.process, 'message');

  app.process.kill('SIGTERM');

  expect(await app.end).toEqual([1, null]);
  expect(await app.stdout).toMatch(/did not stop in time/u);
});

interface Started {
  process: ChildProcess;
  end: Promise<unknown[]>;
  stdout: Promise<string>;
  stderr: Promise<string>;
}

function start(manner: string): Started {
  const script = fileURLToPath(new URL('./run-app.fixture.ts', import.meta.url));
  const child = fork(script, [manner], { silent: true });
  if (child.stdout === null || child.stderr === null) throw new Error('its output is not piped');
  return { process: child, end: once(child, 'exit'), stdout: text(child.stdout), stderr: text(child.stderr) };
}
