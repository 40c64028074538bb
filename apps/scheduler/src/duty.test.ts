import { expect, test } from 'vitest';
import { type Duty, roster } from './duty.ts';

function counted(every: number, work: () => Promise<void> = async () => undefined) {
  const done = { times: 0 };
  const duty: Duty = {
    name: 'counted',
    every,
    perform: () => {
      done.times += 1;
      return work();
    },
  };
  return { duty, done };
}

test('a duty is begun at the first tick and then when its time has passed', async () => {
  const { duty, done } = counted(1000);
  const shift = roster([duty], () => undefined);

  for (const now of [0, 500, 999, 1000, 1500, 2000]) {
    shift.tick(now);
    await shift.idle();
  }

  expect(done.times).toBe(3);
});

test('a duty that takes long is not begun twice, and does not keep another waiting', async () => {
  const finish = Promise.withResolvers<void>();
  const slow = counted(10, () => finish.promise);
  const quick = counted(10);
  const shift = roster([slow.duty, quick.duty], () => undefined);

  for (const now of [0, 100, 200]) {
    shift.tick(now);
    await Promise.resolve();
    await new Promise(setImmediate);
  }
  finish.resolve();
  await shift.idle();

  expect([slow.done.times, quick.done.times]).toEqual([1, 3]);
});

test('a duty that fails is told, and is due again', async () => {
  const broken = counted(10, () => Promise.reject(new Error('the database is away')));
  const told: string[] = [];
  const shift = roster([broken.duty], (duty, error) => told.push(`${duty.name}: ${(error as Error).message}`));

  shift.tick(0);
  await shift.idle();
  shift.tick(10);
  await shift.idle();

  expect(told).toEqual(['counted: the database is away', 'counted: the database is away']);
});
