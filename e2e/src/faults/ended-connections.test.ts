import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { BACKENDS, type House, SHORT_LEASES, withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const MAILS = 24;
const ROUNDS = 6;

describe.each(BACKENDS)('on %s', (backend) => {
  test(`${MAILS} mails are fetched and reach their ends though all connections to PostgreSQL are ended every second`, () =>
    withHouse(backend, services, endingConnections, SHORT_LEASES));
});

async function endingConnections(house: House): Promise<void> {
  await house.startAll();
  const write = letters(house);
  const handedOver: Buffer[] = [];
  let ended = 0;

  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < MAILS / ROUNDS; n += 1) {
      const mail = await write.reply();
      handedOver.push(mail);
      await services.dovecot.deliver('gemeente', mail);
    }
    ended += await endConnections(house);
    await pause(1_000);
  }

  expect(ended).toBeGreaterThan(ROUNDS);
  await comeToRest(house, MAILS);
  await expectInvariants(house, handedOver);
}

/** Ends what our processes have open at PostgreSQL, the queue's too, and gives how many that were. */
async function endConnections(house: House): Promise<number> {
  const [row] = await house.sql<{ ended: number }>(
    `select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
      where datname = current_database()
        and application_name in ('zaakpost-worker', 'zaakpost-scheduler', 'zaakpost-queue')`,
  );
  return row?.ended ?? 0;
}
