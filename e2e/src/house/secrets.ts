import { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { House } from './house.ts';

/** I7: none of these words is in the queue, in what the processes logged, or in an error text of the ledger. */
export async function expectNowhere(house: House, words: string[]): Promise<void> {
  const texts = await house.sql<{ error_text: string }>('select error_text from step where error_text is not null');
  const places = {
    queue: await contentOfQueue(house),
    logs: house.logs({ whole: true }),
    ledger: texts.map(({ error_text }) => error_text).join('\n'),
  };
  expect(places.queue.length).toBeGreaterThan(0);
  for (const [place, content] of Object.entries(places)) {
    expect(
      words.filter((word) => content.includes(word)),
      place,
    ).toEqual([]);
  }
}

async function contentOfQueue(house: House): Promise<string> {
  if (house.queue.backend === 'postgres') {
    const rows = await house.sql<{ job: string }>('select job::text from bullmq.job');
    return rows.map(({ job }) => job).join('\n');
  }
  const redis = new Redis(house.queue.url);
  try {
    const keys = await redis.keys('*');
    const hashes = await Promise.all(
      keys.map(async (key) => ((await redis.type(key)) === 'hash' ? redis.hgetall(key) : key)),
    );
    return hashes.map((hash) => JSON.stringify(hash)).join('\n');
  } finally {
    redis.disconnect();
  }
}
