import { type Postgres, type RedisServer, startPostgres, startRedis } from '@zaakpost/testing';
import { afterAll, beforeAll, test } from 'vitest';
import { type House, SHORT_LEASES, withHouse } from '../house/house.ts';
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

test('100 mails reach their ends though Redis is emptied, loses its last writes and is restarted 20 times, in full flow', () =>
  outlivesRedis({ mails: 100, restarts: 20, services, redis, postgres }));

test('60 mails reach their ends though the queue on PostgreSQL is emptied and PostgreSQL restarted in full flow', () =>
  withHouse({ backend: 'postgres', redis: null, postgres }, services, loseQueue, SHORT_LEASES));

async function loseQueue(house: House): Promise<void> {
  const handedOver = await deliverMany(house, 60);
  await house.startAll();

  await inFullFlow(house, 8);
  await house.sql('truncate bullmq.job cascade');
  await inFullFlow(house, 25);
  await postgres.restart();

  await expectAllThere(house, handedOver);
}
