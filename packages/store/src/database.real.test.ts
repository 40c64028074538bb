import { ConfigError, UnavailableError } from '@zaakpost/domain';
import { until, withDatabase, withPostgres } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { withMigratedDatabase } from './migrated-database.ts';
import { entityManagerOf } from './tx.ts';

describe('the database', () => {
  it('is migrated once when several starters come at the same moment', async () => {
    await withDatabase(async ({ url }) => {
      const starters = await Promise.all([1, 2, 3].map(() => openDatabase({ url, poolSize: 2 })));

      await Promise.all(starters.map((database) => database.migrate()));

      expect(await Promise.all(starters.map((database) => database.schema()))).toEqual(Array(3).fill('current'));
      await Promise.all(starters.map((database) => database.close()));
    });
  });

  it('refuses a schema that is newer or older than the code', async () => {
    await withDatabase(async ({ url }) => {
      const database = await openDatabase({ url });
      await expect(database.requireSchema()).rejects.toThrow(/zaakpost migrate/u);
      await database.migrate();
      await database.requireSchema();

      await database.ask((m) => m.query(`insert into migration (timestamp, name) values (99, 'Later0000000000099')`));

      await expect(database.requireSchema()).rejects.toThrow(ConfigError);
      await expect(database.migrate()).rejects.toThrow(/newer version/u);
      await database.close();
    });
  });

  it('says that PostgreSQL is away when nobody listens', async () => {
    const opening = openDatabase({ url: 'postgres://nobody:nothing@127.0.0.1:1/none' });

    await expect(opening).rejects.toThrow(UnavailableError);
  });

  it('says so too when the connection breaks within a transaction, and goes on with a new one', async () => {
    await withDatabase(async ({ url }) => {
      const database = await openDatabase({ url });
      const broken = database.transaction((tx) =>
        entityManagerOf(tx).query('select pg_terminate_backend(pg_backend_pid())'),
      );

      await expect(broken).rejects.toMatchObject({ code: 'database-away', scope: 'stage' });
      expect(await database.ask((m) => m.query('select 1 as one'))).toEqual([{ one: 1 }]);
      await database.close();
    });
  });

  it('finds PostgreSQL again by itself after a crash in the middle of its questions', async () => {
    await withPostgres(async (postgres) => {
      const [database, onlooker] = [await openDatabase(postgres), await openDatabase(postgres)];
      const asked = Promise.allSettled([1, 2, 3].map(() => database.ask((m) => m.query('select pg_sleep(60)'))));
      const sleeping = `select pid from pg_stat_activity where wait_event = 'PgSleep'`;
      await until(async () => (await onlooker.ask((m) => m.query(sleeping))).length === 3, { what: 'three sleepers' });

      await postgres.crash();

      expect(await asked).toMatchObject(Array(3).fill({ status: 'rejected', reason: { code: 'database-away' } }));
      expect(await database.ask((m) => m.query('select 1 as one'))).toEqual([{ one: 1 }]);
      await Promise.all([database.close(), onlooker.close()]);
    });
  });

  it('keeps values out of the words of an error', async () => {
    await withDatabase(async ({ url }) => {
      const database = await openDatabase({ url });

      const failing = database.ask((m) => m.query('select $1::int', ['jan@example.nl']));

      const error = await failing.catch((caught: unknown) => caught);
      expect(`${error}${JSON.stringify(error)}`).toContain('22P02');
      expect(`${error}${JSON.stringify(error)}`).not.toContain('jan@example.nl');
      await database.close();
    });
  });

  it('lets nobody change or remove an audit entry', async () => {
    await withMigratedDatabase(async (database) => {
      const columns = '(id, actor, action, subject_kind, subject_id)';
      await database.ask((m) =>
        m.query(`insert into audit_entry ${columns} values (gen_random_uuid(), 'a', 'b', 'c', 'd')`),
      );

      for (const change of [`update audit_entry set actor = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
        await expect(database.ask((m) => m.query(change))).rejects.toThrow(/never changed or removed/u);
      }
    });
  });

  it('runs a transaction again that lost a race for locks', async () => {
    await withDatabase(async ({ url }) => {
      const database = await openDatabase({ url });
      await database.ask((m) => m.query('create table pair (id int primary key, n int)'));
      await database.ask((m) => m.query('insert into pair values (1, 0), (2, 0)'));
      const both = (first: number, second: number) => {
        const { promise: started, resolve: start } = Promise.withResolvers<void>();
        const run = (other: Promise<void>) =>
          database.transaction(async (tx) => {
            const raise = (id: number) => entityManagerOf(tx).query('update pair set n = n + 1 where id = $1', [id]);
            await raise(first);
            start();
            await other;
            await raise(second);
          });
        return { started, run };
      };
      const left = both(1, 2);
      const right = both(2, 1);

      await Promise.all([left.run(right.started), right.run(left.started)]);

      expect(await database.ask((m) => m.query('select n from pair'))).toEqual([{ n: 2 }, { n: 2 }]);
      await database.close();
    });
  });
});
