import { setTimeout as pause } from 'node:timers/promises';
import { type Postgres, startPostgres } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HandedOver, handOver, letter } from './client.ts';
import { expectEachOnce, type Ground, withGround } from './ground.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

const CLIENTS = 12;

test('no 250 without a commit while all of its connections to PostgreSQL are ended every second, and PostgreSQL restarts', () =>
  withGround(
    async (ground) => {
      const receiver = await ground.start();
      const crowd = startCrowd(ground);

      for (let round = 0; round < 6; round += 1) {
        await pause(1_000);
        await ground.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'zaakpost-receiver'`,
        );
      }
      await postgres.restart();
      await pause(500);
      const { mails, results } = await crowd.goHome();

      expect(await receiver.stop()).toBe(0);
      const failures = results.flatMap((result) => result.failures);
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter((failure) => !failure.startsWith('451 '))).toEqual([]);
      await expectEachOnce(ground, mails);
    },
    { postgres },
  ));

test('a receiver that is told to stop under load answers what is under way, and nothing comes twice', () =>
  withGround(async (ground) => {
    let receiver = await ground.start();
    const crowd = startCrowd(ground);

    for (let round = 0; round < 3; round += 1) {
      await pause(700);
      expect(await receiver.stop()).toBe(0);
      receiver = await ground.start();
    }
    const { mails } = await crowd.goHome();

    expect(await receiver.stop()).toBe(0);
    await expectEachOnce(ground, mails);
    expect(await ground.sql(`select id from inbound_message where state = 'duplicate'`)).toEqual([]);
  }));

/** Clients that hand over one mail after the other until they are told to go home. */
function startCrowd(ground: Ground) {
  let open = true;
  const mails: Buffer[] = [];
  const work = Array.from({ length: CLIENTS }, async (_, client) => {
    const results: HandedOver[] = [];
    for (let n = 0; open; n += 1) {
      const mail = letter(`${client}-${n}`, 100 + 700 * (n % 40));
      mails.push(mail);
      results.push(await handOver(ground.port, mail));
    }
    return results;
  });
  return {
    async goHome() {
      open = false;
      return { mails, results: (await Promise.all(work)).flat() };
    },
  };
}
