import { openDatabase } from '@zaakpost/store';
import { withDatabase } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { leadership } from './leadership.ts';

it('is held by one, and by another when that one resigns', () =>
  withTwo(async (one, other) => {
    expect([await one.held(), await other.held(), await one.held()]).toEqual([true, false, true]);

    await one.resign();

    expect([await other.held(), await one.held()]).toEqual([true, false]);
  }));

it('costs no connection when it could not be asked for', () =>
  withDatabase(async ({ url }) => {
    const { dataSource, close } = await openDatabase({ url, poolSize: 2 });
    let broken = true;
    const createQueryRunner: typeof dataSource.createQueryRunner = () => {
      const runner = dataSource.createQueryRunner();
      const query = runner.query.bind(runner);
      return Object.assign(runner, {
        query: (asked: string, values: unknown[]) => (broken ? query('select 1 / 0') : query(asked, values)),
      });
    };
    const leader = leadership({ dataSource: { createQueryRunner } as typeof dataSource });

    for (let n = 0; n < 5; n += 1) expect(await leader.held()).toBe(false);
    broken = false;

    expect(await leader.held()).toBe(true);
    await leader.resign();
    await close();
  }));

async function withTwo(use: (one: Leader, other: Leader) => Promise<void>): Promise<void> {
  await withDatabase(async ({ url }) => {
    const database = await openDatabase({ url });
    const [one, other] = [leadership(database), leadership(database)];
    await use(one, other);
    await Promise.all([one.resign(), other.resign()]);
    await database.close();
  });
}

type Leader = ReturnType<typeof leadership>;
