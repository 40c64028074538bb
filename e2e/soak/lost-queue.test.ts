import { type Postgres, type RedisServer, startPostgres, startRedis } from '@zaakpost/testing';
import { afterAll, beforeAll, test } from 'vitest';
import { outlivesRedis } from '../src/faults/lost-redis.ts';
import { type Services, startServices } from '../src/house/services.ts';

/** Servers of this file's own, since it takes them down. */
let services: Services;
let postgres: Postgres;
let redis: RedisServer;
beforeAll(async () => {
  [services, postgres, redis] = await Promise.all([startServices(), startPostgres(), startRedis()]);
});
afterAll(async () => {
  await Promise.all([services?.stop(), postgres?.stop(), redis?.stop()]);
});

test('2,000 mails reach their ends though Redis is emptied, loses its last writes and is restarted 100 times', () =>
  outlivesRedis({ mails: 2_000, restarts: 100, services, redis, postgres }));
