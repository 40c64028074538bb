import { describe, expect, it } from 'vitest';
import { inBatches } from './batch.ts';

/** A run whose batches end when the test says so. */
function heldRun() {
  const batches: { items: number[]; end: (out: number[] | Error) => void }[] = [];
  const run = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      batches.push({ items, end: (out) => (out instanceof Error ? reject(out) : resolve(out)) });
    });
  return { batches, run };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const tenfold = (items: number[]) => items.map((n) => n * 10);

describe('calls in batches', () => {
  it('join those of one moment, and give each its own result', async () => {
    const seen: number[][] = [];
    const call = inBatches<number, number>(10, async (items) => {
      seen.push(items);
      return tenfold(items);
    });

    const results = await Promise.all([3, 1, 2].map(call));

    expect(results).toEqual([30, 10, 20]);
    expect(seen).toEqual([[3, 1, 2]]);
  });

  it('are no larger than asked for, and keep their order', async () => {
    const sizes: number[] = [];
    const call = inBatches<number, number>(2, async (items) => {
      sizes.push(items.length);
      return tenfold(items);
    });

    const results = await Promise.all([1, 2, 3, 4, 5].map(call));

    expect(results).toEqual([10, 20, 30, 40, 50]);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('run at once when there is nobody to wait for', async () => {
    const { batches, run } = heldRun();
    const call = inBatches(10, run);

    const alone = call(7);
    await turn();

    expect(batches.map(({ items }) => items)).toEqual([[7]]);
    batches[0]?.end([70]);
    expect(await alone).toBe(70);
  });

  it('gather while an earlier one is under way, never two at a time', async () => {
    const { batches, run } = heldRun();
    const call = inBatches(10, run);
    const first = call(1);
    await turn();

    const later = [call(2), call(3)];
    await turn();
    expect(batches).toHaveLength(1);
    batches[0]?.end([10]);
    await first;
    await turn();

    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    batches[1]?.end([20, 30]);
    expect(await Promise.all(later)).toEqual([20, 30]);
  });

  it('that fail take only their own batch with them', async () => {
    const { batches, run } = heldRun();
    const call = inBatches(2, run);
    const results = Promise.allSettled([call(1), call(2), call(3)]);
    await turn();
    const broken = new Error('away');

    batches[0]?.end(broken);
    await turn();
    batches[1]?.end([30]);

    expect(await results).toEqual([
      { status: 'rejected', reason: broken },
      { status: 'rejected', reason: broken },
      { status: 'fulfilled', value: 30 },
    ]);
  });

  it('go on after a failure', async () => {
    let away = true;
    const call = inBatches<number, number>(2, async (items) => {
      if (away) throw new Error('away');
      return tenfold(items);
    });
    await expect(call(1)).rejects.toThrow('away');

    away = false;

    expect(await call(2)).toBe(20);
  });
});
