import { type Postgres, type RedisServer, until } from '@zaakpost/testing';
import { explain } from '../house/explain.ts';
import { type House, SHORT_LEASES, withHouse } from '../house/house.ts';
import { atRest } from '../house/oracle.ts';
import type { Services } from '../house/services.ts';
import { deliverMany, expectAllThere, inFullFlow } from './full-flow.ts';

interface Losses {
  mails: number;
  restarts: number;
  services: Services;
  redis: RedisServer;
  postgres: Postgres;
}

/** Every so many restarts it comes back empty; otherwise with all that it held. */
const EMPTY_EVERY = 5;

/**
 * While mail flows Redis is emptied, fails over to an earlier state of itself and is restarted again and again, and
 * PostgreSQL is restarted: the processes go on by themselves, and the sweep rebuilds the queues.
 */
export const outlivesRedis = (losses: Losses): Promise<void> =>
  withHouse(
    { backend: 'redis', redis: losses.redis, postgres: losses.postgres },
    losses.services,
    (house) => loseRedis(house, losses),
    SHORT_LEASES,
  );

async function loseRedis(house: House, { mails, restarts, redis, postgres }: Losses): Promise<void> {
  const handedOver = await deliverMany(house, mails);
  const share = (part: number) => inFullFlow(house, Math.floor(mails * part));
  await house.startAll();

  await share(0.05);
  await redis.flushAll();
  await share(0.15);
  await redis.snapshot();
  await share(0.3);
  await redis.failOver();
  for (let restart = 1; restart <= restarts; restart += 1) {
    const before = await progress(house);
    await redis.restart({ keep: restart % EMPTY_EVERY !== 0 });
    await until(async () => (await progress(house)) > before || (await atRest(house, mails)), {
      what: `work to go on after restart ${restart}`,
    }).catch((error) => explain(house, error));
  }
  await postgres.restart();

  await expectAllThere(house, handedOver);
}

async function progress(house: House): Promise<number> {
  const [row] = await house.sql<{ count: number }>(
    `select count(*)::int from step where state = 'done' and stage <> 'fetch-pop3'`,
  );
  return row?.count ?? 0;
}
