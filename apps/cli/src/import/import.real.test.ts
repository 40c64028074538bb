import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { connectQueues, openQueues, type QueueSettings } from '@zaakpost/queue';
import { openDatabase } from '@zaakpost/store';
import { until, withDatabase, withRedis, withTemporaryFolder } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { type CommandLine, commandEnvironment, commandLine, MIGRATED } from '../command-line.fixture.ts';

const letter = (n: number, body = 'Graag wil ik een boom kappen.') =>
  `From: jan@example.nl\r\nTo: info@gemeente.nl\r\nSubject: Brief ${n}\r\n\r\n${body}\r\n`;
const asMbox = (mails: string[]) => mails.map((mail) => `From - Mon Nov 23 14:05:00 2026\r\n${mail}\r\n`).join('');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe.each(['postgres', 'redis'] as const)('import, with its queue on %s', (backend) => {
  test('puts every mail of files and folders on record with its bytes and its step, and tells the queue', () =>
    onGround(backend, async ({ zaakpost, post, sql, blob, queue }) => {
      await writeFile(join(post, 'een.eml'), letter(1));
      await writeFile(join(post, 'archief'), asMbox([letter(2), letter(3), letter(2)]));
      for (const folder of ['cur', 'new', 'tmp']) await mkdir(join(post, 'Maildir', folder), { recursive: true });
      await writeFile(join(post, 'Maildir/cur/1.a.host:2,S'), letter(4));
      await writeFile(join(post, 'lijst.txt'), 'geen mail');

      const { code, stdout } = await zaakpost(['import', '--no-wait', '--json', '--to', 'info@gemeente.nl', post]);

      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        ...{ imported: 5, alreadyOnRecord: 0, unreadable: 0, passedOver: 1, stopped: false },
        ends: { received: 5 },
      });
      const rows = await sql('select raw_sha256 as sha, delivered_to as "to", source from inbound_message');
      expect(rows.map(({ sha }) => sha).sort()).toEqual([1, 2, 2, 3, 4].map((n) => sha256(letter(n))).sort());
      expect(new Set(rows.map(({ to }) => to))).toEqual(new Set(['info@gemeente.nl']));
      expect(rows.find(({ sha }) => sha === sha256(letter(3)))?.source).toMatchObject({ kind: 'import', ordinal: 2 });
      expect(await blob(sha256(letter(3)))).toBe(letter(3));
      expect(await queue(await sql('select id as "stepId", publication, stage from step'))).toEqual(
        Array(5).fill('waiting'),
      );
    }));
});

test('a mail is imported once, whatever path leads to it, and what was added since is imported', () =>
  onGround('postgres', async ({ zaakpost, post }) => {
    await mkdir(join(post, 'Maildir/new'), { recursive: true });
    await mkdir(join(post, 'Maildir/cur'));
    await writeFile(join(post, 'Maildir/new/1.a.host'), letter(1));
    await writeFile(join(post, 'archief'), asMbox([letter(2)]));
    const run = async (...paths: string[]) =>
      JSON.parse((await zaakpost(['import', '--no-wait', '--json', ...paths])).stdout);

    expect(await run(post, join(post, 'archief'))).toMatchObject({ imported: 2, alreadyOnRecord: 1 });
    await rename(join(post, 'Maildir/new/1.a.host'), join(post, 'Maildir/cur/1.a.host:2,S'));
    await appendFile(join(post, 'archief'), asMbox([letter(3)]));

    expect(await run(post)).toMatchObject({ imported: 1, alreadyOnRecord: 2, ends: { received: 3 } });
  }));

test('what cannot be read is told by name and counted, the rest goes on, and the exit code is 1', () =>
  onGround('postgres', async ({ zaakpost, post }) => {
    await writeFile(join(post, 'leeg.eml'), '');
    await writeFile(join(post, 'goed.eml'), letter(1));

    const { code, stdout, stderr } = await zaakpost(['import', '--no-wait', join(post, 'weg.eml'), post]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^1 imported, 0 on record already, 2 unreadable/u);
    expect(stdout).toMatch(/^waits for scanning +1$/mu);
    expect(stderr).toContain(`${join(post, 'weg.eml')} cannot be read: there is no such file (ENOENT).`);
    expect(stderr).toContain(`${join(post, 'leeg.eml')} cannot be read: it is empty.`);
  }));

test('the audit tells who imported, from where and how many, and no name of a file', () =>
  onGround('postgres', async ({ zaakpost, post, sql }) => {
    await writeFile(join(post, 'brief-van-jansen.eml'), letter(1));
    await writeFile(join(post, 'leeg.eml'), '');

    await zaakpost(['import', '--no-wait', post]);

    const notes = await sql('select actor, action, subject_id as run, details from audit_entry order by at');
    const from = { host: hostname(), paths: 1 };
    const counts = { imported: 1, alreadyOnRecord: 0, unreadable: 1, passedOver: 0, bytes: letter(1).length };
    expect(notes).toMatchObject([
      { actor: `${userInfo().username} (command line)`, action: 'import.started', details: from },
      { action: 'import.ended', details: { ...from, ...counts, stopped: false } },
    ]);
    expect(await sql('select distinct run_id as run from imported_mail')).toEqual([{ run: notes[0]?.run }]);
    expect(JSON.stringify(notes)).not.toContain('jansen');
  }));

test('an address that is none is refused before anything is read', () =>
  onGround('postgres', async ({ zaakpost, post }) => {
    const { code, stderr } = await zaakpost(['import', '--to', 'info at gemeente', post]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^--to takes an e-mail address.*\n$/u);
  }));

test('without a queue the mail is on record all the same', () =>
  onGround('redis', async ({ environment, url, post, sql }) => {
    await writeFile(join(post, 'een.eml'), letter(1));
    const zaakpost = commandLine(url, { ...environment, REDIS_URL: 'redis://127.0.0.1:1' });

    const { code, stderr } = await zaakpost(['import', '--no-wait', post]);

    expect(code).toBe(0);
    expect(stderr).toContain('The queue cannot be reached');
    expect(await sql('select state from step')).toEqual([{ state: 'pending' }]);
  }));

test.each(['SIGINT', 'SIGKILL'] as const)('stopped by %s at any moment it goes on where it was', (signal) =>
  onGround('postgres', async ({ zaakpost, start, post, sql }) => {
    const letters = Array.from({ length: 800 }, (_, n) => letter(n, 'x'.repeat(2_000)));
    await writeFile(join(post, 'archief'), asMbox([...letters, ...letters.slice(0, 10)]));
    const count = async () => Number((await sql('select count(*) from inbound_message'))[0]?.count);

    for (const more of [1, 100]) {
      const before = await count();
      const child = start(['import', '--no-wait', join(post, 'archief')]);
      await until(async () => (await count()) >= before + more, {
        what: 'some mails to be on record',
        every: 5,
      });
      child.kill(signal);
      expect(await ended(child)).toBe(signal === 'SIGINT' ? 130 : null);
    }
    const stopped = await count();
    const { stdout } = await zaakpost(['import', '--no-wait', '--json', join(post, 'archief')]);

    expect(stopped).toBeLessThan(810);
    expect(JSON.parse(stdout)).toMatchObject({ imported: 810 - stopped, alreadyOnRecord: stopped });
    expect(await count()).toBe(810);
    expect(await sql('select count(distinct raw_sha256) from inbound_message')).toEqual([{ count: '800' }]);
    expect(await sql(`select count(*) from step where state = 'pending'`)).toEqual([{ count: '810' }]);
  }),
);

test('it waits until every mail is at its end, and prints the ends by kind', () =>
  onGround('postgres', async ({ start, post, sql }) => {
    await writeFile(join(post, 'archief'), asMbox([letter(1), letter(2), letter(3)]));
    const child = start(['import', post]);
    const printed = printedBy(child);
    const onRecord = async () => (await sql('select id from inbound_message')).length === 3;
    await until(onRecord, { what: 'the mails to be on record' });
    await sql(`update inbound_message set state = 'quarantined' where raw_sha256 = $1`, [sha256(letter(1))]);
    expect(child.exitCode).toBeNull();

    await sql(`update inbound_message set state = 'caseStarted' where state = 'received'`);

    expect(await ended(child)).toBe(0);
    expect(printed()).toMatch(/case started +2\nquarantined +1\n/u);
  }));

interface Ground {
  url: string;
  environment: Record<string, string>;
  /** A folder for the mail. */
  post: string;
  zaakpost: CommandLine;
  start(args: string[]): ChildProcess;
  sql(statement: string, parameters?: unknown[]): Promise<Record<string, string>[]>;
  blob(sha: string): Promise<string>;
  /** Where the jobs of these steps are. */
  queue(steps: unknown[]): Promise<string[]>;
}

async function onGround(backend: 'postgres' | 'redis', use: (ground: Ground) => Promise<void>): Promise<void> {
  await withTemporaryFolder((folder) =>
    withDatabase(
      async ({ url }) => {
        if (backend === 'postgres') return open({ backend, url }, url, folder, use);
        await withRedis((redis) => open({ backend, url: redis.url, prefix: '{import}' }, url, folder, use));
      },
      { like: MIGRATED },
    ),
  );
}

async function open(settings: QueueSettings, url: string, folder: string, use: (ground: Ground) => Promise<void>) {
  const environment: Record<string, string> = {
    ...{ BLOB_DIR: join(folder, 'blobs'), QUEUE_BACKEND: settings.backend },
    ...(settings.backend === 'redis' ? { REDIS_URL: settings.url, QUEUE_PREFIX: settings.prefix } : {}),
  };
  const zaakpost = commandLine(url, environment);
  const post = join(folder, 'post');
  await mkdir(post);
  const database = await openDatabase({ url });
  const children: ChildProcess[] = [];
  const main = join(import.meta.dirname, '../main.ts');
  const env = { ...commandEnvironment(url), ...environment };
  try {
    await use({
      ...{ url, environment, post, zaakpost },
      start(args) {
        const child = spawn(process.execPath, [main, ...args], { env });
        children.push(child);
        return child;
      },
      sql: (statement, parameters) => database.ask((m) => m.query(statement, parameters)),
      blob: (sha) => readFile(join(folder, 'blobs', sha.slice(0, 2), sha.slice(2, 3), sha), 'utf8'),
      queue: (steps) => whereabouts(settings, steps),
    });
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await database.close();
  }
}

async function whereabouts(settings: QueueSettings, steps: unknown[]): Promise<string[]> {
  const connection = await connectQueues(settings, { workers: 0, log: () => undefined });
  const queues = openQueues(connection);
  const found = await queues.whereabouts(steps as Parameters<typeof queues.whereabouts>[0]);
  await queues.close();
  await connection.close();
  return [...found.values()].map(({ kind }) => kind);
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => (child.exitCode === null ? child.once('close', resolve) : resolve(child.exitCode)));

function printedBy(child: ChildProcess): () => string {
  let printed = '';
  child.stdout?.on('data', (text) => {
    printed += text;
  });
  return () => printed;
}
