import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { placesOnRedis } from './whereabouts.ts';

const queue = { toKey: (key: string) => key } as unknown as Queue;

/** A Redis of before 6.2. */
const old = (refusal: string) =>
  ({
    lrange: async () => ['b-1'],
    exists: async (id: string) => (id === 'd-1' ? 0 : 1),
    zscore: async (key: string, id: string) => (key === 'completed' && id === 'a-1' ? '7' : null),
    zmscore: () => Promise.reject(new Error(refusal)),
  }) as unknown as Redis;

it('a Redis without ZMSCORE is asked for each job', async () => {
  const redis = old('ERR unknown command `ZMSCORE`, with args beginning with: `completed`, `a-1`, ');

  const places = await placesOnRedis(redis, queue, ['a-1', 'b-1', 'c-1', 'd-1']);

  expect([...places.values()].map(({ kind }) => kind)).toEqual(['finished', 'active', 'waiting', 'missing']);
});

it('any other refusal is told', async () => {
  await expect(placesOnRedis(old('LOADING Redis is loading the dataset'), queue, ['a-1'])).rejects.toThrow('LOADING');
});
