import { type Postgres, type RedisServer, startPostgres, startRedis, until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';
import { explain } from '../kill/kill-stage.ts';

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

/** One mail in so many starts a case, and is answered. */
const ONE_IN = 10;

async function deliverMany(house: House, count: number): Promise<Buffer[]> {
  const write = letters(house);
  const handedOver: Buffer[] = [];
  for (let n = 0; n < count; n += 1) {
    const mail = n % ONE_IN === 0 ? write.report() : await write.reply();
    handedOver.push(mail);
    await services.dovecot.deliver('gemeente', mail);
  }
  return handedOver;
}

/** Some are at their end, and some are on their way. */
const inFullFlow = (house: House, printed: number) =>
  until(
    async () => {
      const [row] = await house.sql<{ count: number }>(
        `select count(*)::int from step where stage = 'render-pdf' and state = 'done'`,
      );
      return (row?.count ?? 0) > printed;
    },
    { what: `${printed} mails to be printed`, deadline: 120_000, every: 100 },
  );

async function expectAllThere(house: House, handedOver: Buffer[]): Promise<void> {
  await until(() => atRest(house, handedOver.length), {
    what: 'all to come to rest',
    deadline: 200_000,
    every: 500,
  }).catch((error) => explain(house, error));
  await expectInvariants(house, handedOver);
  const [sent] = await house.sql<{ count: number }>(`select count(*)::int from delivery where state = 'sent'`);
  expect(sent?.count).toBe(handedOver.length / ONE_IN);
}

test(
  '500 mails reach their ends though Redis is emptied, then restarted, and PostgreSQL restarted, in full flow',
  {
    timeout: 400_000,
  },
  () =>
    withHouse({ backend: 'redis', redis, postgres }, services, async (house) => {
      const handedOver = await deliverMany(house, 500);
      await house.startAll();

      await inFullFlow(house, 50);
      await redis.flushAll();
      await inFullFlow(house, 150);
      await redis.restart();
      await inFullFlow(house, 250);
      await postgres.restart();

      await expectAllThere(house, handedOver);
    }),
);

test(
  '200 mails reach their ends though the queue on PostgreSQL is emptied and PostgreSQL restarted in full flow',
  {
    timeout: 400_000,
  },
  () =>
    withHouse({ backend: 'postgres', redis: null, postgres }, services, async (house) => {
      const handedOver = await deliverMany(house, 200);
      await house.startAll();

      await inFullFlow(house, 20);
      await house.sql('truncate bullmq.job cascade');
      await inFullFlow(house, 80);
      await postgres.restart();

      await expectAllThere(house, handedOver);
    }),
);
