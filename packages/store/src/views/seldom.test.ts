import { expect, test } from 'vitest';
import { seldom } from './seldom.ts';

/** Counts its readings; each takes as long as `takes` says, by a clock that moves only so. */
function counted(takes: number) {
  const at = { now: 0, readings: 0 };
  const read = async () => {
    at.now += takes;
    return ++at.readings;
  };
  return { at, ask: seldom(read, () => at.now) };
}

test('a quick reading is always new', async () => {
  const { ask } = counted(5);

  expect([await ask(), await ask(), await ask()]).toEqual([1, 2, 3]);
});

test('a slow reading is kept for twenty times as long as it took', async () => {
  const { at, ask } = counted(500);

  const first = await ask();
  at.now += 9_999;
  const kept = await ask();

  expect([first, kept, at.readings]).toEqual([1, 1, 1]);
});

test('after that it is read again while the old one is given', async () => {
  const { at, ask } = counted(500);

  await ask();
  at.now += 10_001;
  const old = await ask();
  const fresh = await ask();

  expect([old, fresh, at.readings]).toEqual([1, 2, 2]);
});

test('many who ask at once cause one reading', async () => {
  const { at, ask } = counted(500);

  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(at.readings).toBe(1);
});
