import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { step } from '@zaakpost/domain';
import { connectQueues, migrateQueues, openQueues } from '@zaakpost/queue';
import { type Database, openDatabase, profileDesk, secretBox, stepStore } from '@zaakpost/store';
import { compiledCode, until, withDatabase, withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';

const key = { id: 'test', key: Buffer.alloc(32, 1) };

test('SIGTERM gives back what does not end within the grace period, without using an attempt', async () => {
  await withHouse(async ({ database, url, env }) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const mailbox = await addMailbox(database, (silent.address() as AddressInfo).port);
    await begin(database, url, mailbox);
    const worker = run(['fetch-pop3'], { ...env, GRACE_SECONDS: '0.2', ALLOW_PRIVATE_HOSTS: 'on' });
    await until(async () => (await stateOf(database)).state === 'running', { what: 'the step to run' });

    worker.kill('SIGTERM');

    expect(await once(worker, 'exit')).toEqual([0, null]);
    expect(await stateOf(database)).toMatchObject({ state: 'pending', attempts: 0, suspect: false });
    silent.close();
  });
});

test('a fail point kills the process there, as a crash would', async () => {
  await withHouse(async ({ database, url, env }) => {
    await begin(database, url, await addMailbox(database, 1));

    const worker = run(['fetch-pop3', 'classify'], { ...env, FAIL_POINT: 'fetch-pop3:claimed' });

    expect(await once(worker, 'exit')).toEqual([null, 'SIGKILL']);
    expect((await stateOf(database)).state).toBe('running');
  });
});

test('a worker serves health and metrics of its steps where a port is given', async () => {
  await withHouse(async ({ env }) => {
    const worker = run(['classify', 'scheduled-send'], { ...env, METRICS_PORT: '0', LOG_LEVEL: 'info' });
    let log = '';
    worker.stdout?.on('data', (chunk) => {
      log += chunk;
    });
    const [, port] = await until(() => /"stages":\["classify","scheduled-send"\],"port":(\d+)/u.exec(log), {
      what: 'the stages to run',
    });

    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok\n');
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('zaakpost_step_duration_seconds');
    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });
});

test('a database that is not migrated is refused in a sentence', async () => {
  await withDatabase(async ({ url }) => {
    const worker = run(['classify'], environment(url, '/tmp'));
    let told = '';
    worker.stderr?.on('data', (chunk) => {
      told += chunk;
    });

    expect(await once(worker, 'close')).toEqual([1, null]);
    expect(told).toMatch(/zaakpost migrate/u);
    expect(told).not.toMatch(/^\s+at /mu);
  });
});

interface House {
  database: Database;
  url: string;
  env: Record<string, string>;
}

async function withHouse(use: (house: House) => Promise<void>): Promise<void> {
  await withDatabase(({ url }) =>
    withTemporaryFolder(async (folder) => {
      const database = await openDatabase({ url });
      try {
        await database.migrate();
        await migrateQueues({ backend: 'postgres', url });
        await use({ database, url, env: environment(url, folder) });
      } finally {
        await database.close();
      }
    }),
  );
}

const environment = (url: string, folder: string) => ({
  ...{ PATH: '/usr/bin:/bin', ...compiledCode },
  DATABASE_URL: url,
  QUEUE_BACKEND: 'postgres',
  BLOB_DIR: folder,
  LOG_LEVEL: 'silent',
  SECRET_KEYS: `${key.id}:${key.key.toString('base64')}`,
});

const run = (stages: string[], env: Record<string, string>): ChildProcess =>
  fork(join(import.meta.dirname, 'main.ts'), stages, { env, silent: true });

async function addMailbox(database: Database, port: number): Promise<string> {
  const id = randomUUID();
  const settings = { protocol: 'stls', host: '127.0.0.1', port, userName: 'x', password: 'x' };
  const desk = profileDesk(database, { secrets: secretBox([key]) });
  await database.transaction((tx) =>
    desk.add(tx, { id, type: 'pop3Mailbox', name: 'Postbus', active: true, settings }),
  );
  return id;
}

async function begin(database: Database, url: string, mailbox: string): Promise<void> {
  const publications = await stepStore(database).begin(async () => [step('fetch-pop3', 'mailbox', mailbox)]);
  const connection = await connectQueues({ backend: 'postgres', url }, { workers: 0, log: () => undefined });
  const queues = openQueues(connection);
  await queues.publish(publications);
  await queues.close();
  await connection.close();
}

async function stateOf(database: Database): Promise<{ state: string; attempts: number; suspect: boolean }> {
  const [row] = await database.ask((db) => db.query('select state, attempts, suspect from step'));
  return row;
}
