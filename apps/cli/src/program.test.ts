import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledCode, withTemporaryFolder } from '@zaakpost/testing';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { program } from './program.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const key = `k1:${Buffer.alloc(32, 3).toString('base64')}`;

const all = (command: Command): Command[] => [command, ...command.commands.flatMap((one) => all(one as Command))];
const leaves = all(program()).filter((command) => command.commands.length === 0);

test.each(leaves.map((command) => [command.name(), command] as const))(
  '%s is explained with an example',
  (_, command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();

    expect(command.description()).toMatch(/\.$/u);
    expect(help).toMatch(/Examples?:\n {2}\$ /u);
  },
);

test('check prints "ok" for a whole configuration', async () => {
  expect(await run(['check'], { SECRET_KEYS: key })).toEqual({ code: 0, stdout: 'ok\n', stderr: '' });
});

test('check lists the problems of all parts at once, by name and without values', async () => {
  const { code, stderr } = await run(['check'], { SMTP_PORT: 'twentyfive', CONCURRENCY_SCAN: 'many' });

  expect(code).toBe(1);
  for (const name of ['SECRET_KEYS', 'SMTP_PORT', 'CONCURRENCY_SCAN']) expect(stderr).toContain(`- ${name}: `);
  expect(stderr).not.toMatch(/twentyfive|many\b|\n\s+at /u);
});

test('keys new prints a key that the configuration takes', async () => {
  const { stdout } = await run(['keys', 'new', 'autumn']);

  expect(stdout).toMatch(/^autumn:/u);
  expect(await run(['check'], { SECRET_KEYS: stdout.trim() })).toMatchObject({ code: 0 });
});

test('a part is run as a program of its own, with its exit code', async () => {
  const { code, stderr } = await run(['worker', 'scanner'], { SECRET_KEYS: key });

  expect(code).toBe(1);
  expect(stderr).toMatch(/^Name the stages to run/u);
});

test('a database that is away is told in a sentence', async () => {
  const env = { SECRET_KEYS: key, DATABASE_URL: 'postgres://x@127.0.0.1:1/x' };
  const { code, stderr } = await run(['explain', '5f0c1c1e-6a3b-4b0e-9a43-0d1f5f6a0041'], env);

  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a file of settings that is not there is told in a sentence', async () => {
  const { code, stderr } = await run(['--env-file', '/nowhere/env', 'check']);

  expect(code).toBe(1);
  expect(stderr).toBe('--env-file /nowhere/env cannot be read: there is no such file (ENOENT).\n');
});

test('a file of settings is looked for where the command was given, also when npm runs it elsewhere', () =>
  withTemporaryFolder(async (dir) => {
    await writeFile(join(dir, 'own.env'), `SECRET_KEYS=${key}\n`);
    const env = { npm_lifecycle_event: 'zaakpost', INIT_CWD: dir };

    expect(await run(['--env-file', 'own.env', 'check'], env)).toEqual({ code: 0, stdout: 'ok\n', stderr: '' });
  }));

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

function run(args: string[], env: Record<string, string> = {}): Promise<Result> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--', main, ...args], { env: { ...compiledCode, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
