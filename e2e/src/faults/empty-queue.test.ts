import { type Postgres, type RedisServer, startPostgres, startRedis, until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, QUICK, withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';

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

const MAILS = 500;
/** One in so many starts a case, and is answered. */
const ONE_IN = 10;

async function deliverMany(house: House): Promise<Buffer[]> {
  const write = letters(house);
  const handedOver: Buffer[] = [];
  for (let n = 0; n < MAILS; n += 1) {
    const mail = n % ONE_IN === 0 ? write.report() : await write.reply();
    handedOver.push(mail);
    await services.dovecot.deliver('gemeente', mail);
  }
  return handedOver;
}

/** Some are at their end, and some are on their way. */
const inFullFlow = (house: House, share: number) =>
  until(
    async () => {
      const [row] = await house.sql<{ ended: number }>(
        `select count(*)::int as ended from step where stage = 'render-pdf' and state = 'done'`,
      );
      return (row?.ended ?? 0) > MAILS * share;
    },
    { what: `a share of ${share} to be printed`, deadline: 120_000, every: 100 },
  );

test(
  '500 mails reach their ends though Redis is emptied, then restarted, and PostgreSQL restarted, in full flow',
  {
    timeout: 400_000,
  },
  () =>
    withHouse({ backend: 'redis', redis, postgres }, services, async (house) => {
      const handedOver = await deliverMany(house);
      await house.startAll(QUICK);

      await inFullFlow(house, 0.1);
      await redis.flushAll();
      await inFullFlow(house, 0.3);
      await redis.restart();
      await inFullFlow(house, 0.5);
      await postgres.restart();
      await until(() => atRest(house, MAILS), {
        what: 'all to come to rest',
        deadline: 200_000,
        every: 500,
      }).catch((error) => {
        throw new Error(`${error.message}\n${house.logs()}`);
      });

      await expectInvariants(house, handedOver);
      const [sent] = await house.sql<{ count: number }>(`select count(*)::int from delivery where state = 'sent'`);
      expect(sent?.count).toBe(MAILS / ONE_IN);
    }),
);
