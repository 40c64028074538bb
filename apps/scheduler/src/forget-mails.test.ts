import { days } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { forgetMails } from './forget-mails.ts';

function memoryOf(rows: number) {
  const asked: [number, number][] = [];
  const prune = async (age: number, most: number) => {
    asked.push([age, most]);
    const pruned = Math.min(most, rows);
    rows -= pruned;
    return pruned;
  };
  return { asked, prune };
}

test('mails that have gone are forgotten after more than a year, in statements of a bounded size', async () => {
  const memory = memoryOf(12_000);

  await forgetMails(memory)();

  expect(memory.asked).toEqual([1, 2, 3].map(() => [days(400), 5_000]));
});

test('a memory that does not end does not keep the scheduler for ever', async () => {
  const memory = memoryOf(Number.POSITIVE_INFINITY);

  await forgetMails(memory)();

  expect(memory.asked).toHaveLength(200);
});
