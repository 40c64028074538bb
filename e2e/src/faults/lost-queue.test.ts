import { type Postgres, type RedisServer, startPostgres, startRedis } from '@zaakpost/testing';
import { afterAll, beforeAll, test } from 'vitest';
import { withHouse } from '../house/house.ts';
import { type Services, startServices } from '../house/services.ts';
import { deliverMany, expectAllThere, inFullFlow } from './full-flow.ts';
import { outlivesRedis } from './lost-redis.ts';

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

test(
  '200 mails reach their ends though Redis is emptied, loses its last writes and is restarted 20 times, in full flow',
  { timeout: 400_000 },
  () => outlivesRedis({ mails: 200, restarts: 20, services, redis, postgres }),
);

test(
  '120 mails reach their ends though the queue on PostgreSQL is emptied and PostgreSQL restarted in full flow',
  { timeout: 400_000 },
  () =>
    withHouse({ backend: 'postgres', redis: null, postgres }, services, async (house) => {
      const handedOver = await deliverMany(house, 120);
      await house.startAll();

      await inFullFlow(house, 15);
      await house.sql('truncate bullmq.job cascade');
      await inFullFlow(house, 50);
      await postgres.restart();

      await expectAllThere(house, handedOver);
    }),
);
