import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { startRedis, withRedis } from './redis.ts';

async function using<T>(url: string, command: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url);
  try {
    return await command(client);
  } finally {
    client.disconnect();
  }
}

describe('Redis', () => {
  it('evicts nothing', async () => {
    await withRedis(async ({ url }) => {
      expect(await using(url, (client) => client.config('GET', 'maxmemory-policy'))).toEqual([
        'maxmemory-policy',
        'noeviction',
      ]);
    });
  });

  it('gives each test a database of its own', async () => {
    await withRedis(async (one) => {
      await withRedis(async (other) => {
        await using(one.url, (client) => client.set('key', 'mine'));

        expect(await using(other.url, (client) => client.get('key'))).toBeNull();
      });
    });
  });

  it('fails a test that leaves a client connected', async () => {
    const leak: Redis[] = [];
    const run = withRedis(async ({ url }) => {
      leak.push(new Redis(url));
      await leak[0]?.ping();
    });

    await expect(run).rejects.toThrow(/left open/);
    leak[0]?.disconnect();
  });

  it('keeps or loses its keys at a restart, as asked, at a flush, and at a failover', async () => {
    const server = await startRedis();
    const set = () => using(server.url, (client) => client.set('key', 'value'));
    const get = () => using(server.url, (client) => client.get('key'));

    await set();
    await server.restart({ keep: true });
    expect(await get()).toBe('value');
    await server.restart();
    expect(await get()).toBeNull();
    await set();
    await server.flushAll();
    expect(await get()).toBeNull();
    await set();
    await server.snapshot();
    await server.flushAll();
    await server.failOver();
    expect(await get()).toBe('value');

    await server.stop();
  });
});
