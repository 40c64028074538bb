import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { withDatabase } from './database.ts';
import { ask, startPostgres, withPostgres } from './postgres.ts';
import { withTemporaryFolder } from './temp-folder.ts';

describe('PostgreSQL', () => {
  it('gives each test an empty database of its own', async () => {
    await withDatabase(async (one) => {
      await withDatabase(async (other) => {
        await ask(one.url, 'create table mail (id int)');

        expect(await ask(other.url, "select 1 from pg_tables where tablename = 'mail'")).toEqual([]);
        expect(await ask(one.url, "select 1 from pg_tables where tablename = 'mail'")).toHaveLength(1);
      });
    });
  });

  it('copies a model for each test, and makes it once, whoever asks for it first', async () => {
    let times = 0;
    const like = {
      name: 'model_of_a_test',
      async prepare(url: string) {
        times += 1;
        await ask(url, 'create table mail as select 1 as id');
      },
    };
    const filled = (id: number) =>
      withDatabase(
        async ({ url }) => {
          await ask(url, 'insert into mail values ($1)', [id]);
          return ask<{ id: number }>(url, 'select id from mail order by id');
        },
        { like },
      );

    expect(await Promise.all([filled(2), filled(3)])).toEqual([
      [{ id: 1 }, { id: 2 }],
      [{ id: 1 }, { id: 3 }],
    ]);
    expect(await filled(4)).toEqual([{ id: 1 }, { id: 4 }]);
    expect(times).toBe(1);
  });

  it('fails a test that leaves a connection open', async () => {
    const leak: pg.Client[] = [];
    const run = withDatabase(async ({ url }) => {
      const client = new pg.Client({ connectionString: url, application_name: 'forgetful' });
      client.on('error', () => undefined);
      await client.connect();
      leak.push(client);
    });

    await expect(run).rejects.toThrow(/forgetful/);
    await Promise.all(leak.map((client) => client.end()));
  });

  it('keeps its data over a restart and a crash, and breaks connections when told', async () => {
    await withPostgres(async (postgres) => {
      await ask(postgres.url, 'create table mail as select 1 as id');
      await postgres.restart();
      await postgres.crash();
      const client = new pg.Client(postgres.url);
      const broken = new Promise((resolve) => client.on('error', resolve));
      await client.connect();

      expect(await postgres.terminateBackends()).toBe(1);
      await broken;
      expect(await ask(postgres.url, 'select id from mail')).toEqual([{ id: 1 }]);
    });
  });

  it('starts where one was killed whose last processes still end', async () => {
    await withTemporaryFolder(async (folder) => {
      const killed = await startPostgres({ folder });
      const [pid = ''] = (await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
      const others = await childrenOf(pid);
      for (const other of others) process.kill(other, 'SIGSTOP');
      process.kill(Number(pid), 'SIGKILL');

      const starting = startPostgres({ folder });
      setTimeout(() => others.forEach(end), 1_500);
      const again = await starting;

      expect(await ask(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await again.stop();
      await killed.stop();
    });
  });
});

const childrenOf = async (pid: string) =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);

/** Some have ended by themselves by then, on a slow machine. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}
