import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiledCode, freePort, until, withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

test('everything starts, the sample mails reach their ends, and Ctrl-C leaves nothing behind', async () => {
  await withTemporaryFolder(async (folder) => {
    const port = await freePort();
    const first = start(folder, port);
    await first.says('All 18 sample mails have reached their ends');

    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(first.told()).toMatch(/behandelaar +([a-z2-9]{4}-){3}[a-z2-9]{4} +case worker/u);

    const second = start(folder, await freePort());
    expect(await second.end).toEqual([1, null]);
    expect(second.told()).toMatch(/^Another copy of Zaakpost runs with this data \(process \d+\)/mu);

    first.process.kill('SIGINT');
    expect(await first.end).toEqual([0, null]);
    expect(await processesWith(folder)).toEqual([]);
    expect(first.told()).not.toMatch(/^\s+at /mu);
  });
});

test('when it is killed all its processes end, and starting again goes on where it was', async () => {
  await withTemporaryFolder(async (folder) => {
    const port = await freePort();
    const first = start(folder, port, '--no-demo');
    await first.says('Zaakpost is ready');
    const secrets = await readFile(join(folder, 'secrets.json'), 'utf8');
    expect((await processesWith(folder)).length).toBeGreaterThan(0);

    first.process.kill('SIGKILL');
    await until(async () => (await processesWith(folder)).length === 0, { what: 'its processes to end' });

    const second = start(folder, port, '--no-demo');
    await second.says('Zaakpost is ready');
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe(secrets);
    second.process.kill('SIGTERM');
    expect(await second.end).toEqual([0, null]);
  });
});

test('a port that is taken is told in a sentence before anything is started', async () => {
  await withTemporaryFolder(async (folder) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };

    const refused = start(folder, port);

    expect(await refused.end).toEqual([1, null]);
    expect(refused.told()).toContain(`Port ${port} is taken`);
    expect(refused.told()).not.toMatch(/^\s+at /mu);
    server.close();
  });
});

interface Copy {
  process: ChildProcess;
  end: Promise<unknown[]>;
  told: () => string;
  says: (sentence: string) => Promise<void>;
}

function start(folder: string, port: number, ...args: string[]): Copy {
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      PATH: '/usr/bin:/bin',
      ...compiledCode,
      DATA_DIR: folder,
      PORT: String(port),
      SMTP_PORT: String(port + 1),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (told += chunk));
  return {
    process: child,
    end: once(child, 'exit'),
    told: () => told,
    async says(sentence) {
      await until(() => child.exitCode !== null || told.includes(sentence), {
        what: `"${sentence}"`,
        deadline: 90_000,
      }).catch((error: Error) => {
        child.kill('SIGKILL');
        throw new Error(`${error.message}. It said:\n${told}`);
      });
      expect(told).toContain(sentence);
    },
  };
}

/** Processes that have this folder in their arguments or their environment. */
async function processesWith(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.includes('ps axeww'));
}
