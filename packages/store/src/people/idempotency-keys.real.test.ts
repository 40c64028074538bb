import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { withMigratedDatabase } from '../migrated-database.ts';
import { idempotencyKeys, type KeyedRequest } from './idempotency-keys.ts';
import { signIns } from './sign-ins.ts';

async function someRequest(database: Database): Promise<KeyedRequest> {
  const userId = randomUUID();
  await signIns(database, { hours: 1 }).setUser({
    id: userId,
    userName: userId,
    name: 'Jan',
    role: 'caseWorker',
    password: 'x',
  });
  return { userId, key: 'key-1', sha256: 'a' };
}

/** Answers with the number of times that it was really done. */
function once(database: Database, request: KeyedRequest, done: { times: number }) {
  const keys = idempotencyKeys();
  return database.transaction(async (tx) => {
    const before = await keys.take(tx, request);
    if (before !== 'fresh') return before;
    done.times++;
    const answer = { status: 201, body: { times: done.times } };
    await keys.keep(tx, request, answer);
    return answer;
  });
}

describe('an idempotency key', () => {
  it('lets a request have its effect once, also when it comes many times at the same moment', () =>
    withMigratedDatabase(async (database) => {
      const request = await someRequest(database);
      const done = { times: 0 };

      const answers = await Promise.all(Array.from({ length: 8 }, () => once(database, request, done)));

      expect(done.times).toBe(1);
      expect(answers).toEqual(Array(8).fill({ status: 201, body: { times: 1 } }));
    }));

  it('is known to be used for another request, and belongs to its user', () =>
    withMigratedDatabase(async (database) => {
      const [request, other] = [await someRequest(database), await someRequest(database)];
      const done = { times: 0 };
      await once(database, request, done);

      expect(await once(database, { ...request, sha256: 'b' }, done)).toBe('other');
      expect(await once(database, other, done)).toMatchObject({ body: { times: 2 } });
    }));

  it('is free again when the effect was rolled back', () =>
    withMigratedDatabase(async (database) => {
      const request = await someRequest(database);
      const failing = database.transaction(async (tx) => {
        await idempotencyKeys().take(tx, request);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');

      expect(await once(database, request, { times: 0 })).toMatchObject({ status: 201 });
    }));
});
