import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { withDatabase } from './database.ts';
import { ask, withPostgres } from './postgres.ts';

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
});
