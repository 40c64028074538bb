import { startRedis, withRedis } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { connectQueues } from './connection.ts';

const connect = (url: string) =>
  connectQueues({ backend: 'redis', url, prefix: '{test}' }, { workers: 0, log: () => undefined });

test('a Redis that evicts keys is refused, with the mend', async () => {
  const redis = await startRedis({ policy: 'allkeys-lru' });
  try {
    await expect(connect(redis.url)).rejects.toThrow(/noeviction/u);
  } finally {
    await redis.stop();
  }
});

test('a Redis that evicts nothing is taken, and answers', () =>
  withRedis(async ({ url }) => {
    const connection = await connect(url);
    try {
      await connection.ping();
    } finally {
      await connection.close();
    }
  }));

test('a Redis that is not there is away', () =>
  withRedis(async ({ url }) => {
    const nowhere = url.replace(/:\d+\//u, ':9/');

    await expect(connect(nowhere)).rejects.toMatchObject({ code: 'queue-away' });
  }));
