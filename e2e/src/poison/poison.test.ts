import { STAGES } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type House, withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants, sha256 } from '../house/oracle.ts';
import type { AppProcess } from '../house/process.ts';
import { type Services, startServices } from '../house/services.ts';
import { explain } from '../kill/kill-stage.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const GOOD = 15;
const DEADLY = new URL('./dies-of-a-blob.ts', import.meta.url).href;

/** Every stage in one process that dies of this mail, started again whenever it has died; gives how it stands. */
async function startMortal(house: House, deadly: Buffer) {
  const env = { NODE_OPTIONS: `--import=${DEADLY}`, DEADLY_BLOB: sha256(deadly) };
  const start = () => house.start('worker', [...STAGES], env);
  let worker: AppProcess = await start();
  let deaths = 0;
  return {
    deaths: () => deaths,
    async revive() {
      if (!worker.gone) return;
      expect(worker.child.signalCode).toBe('SIGKILL');
      deaths += 1;
      worker = await start();
    },
  };
}

describe.each(BACKENDS)('on %s', (backend) => {
  test('a mail that kills whoever reads it ends as failed, and fifteen beside it arrive', { timeout: 240_000 }, () =>
    withHouse(backend, services, async (house) => {
      const write = letters(house);
      const mails = await Promise.all(Array.from({ length: GOOD + 1 }, () => write.reply()));
      const poison = mails[7] as Buffer;
      for (const mail of mails) await services.dovecot.deliver('gemeente', mail);
      const mortal = await startMortal(house, poison);
      await house.start('scheduler');

      await until(
        async () => {
          await mortal.revive();
          return atRest(house, mails.length);
        },
        { what: 'the poison to fail and the others to arrive', deadline: 150_000, every: 250 },
      ).catch((error) => explain(house, error));

      await expectInvariants(house, mails);
      const ends = await house.sql<{ sha: string; state: string }>(
        'select raw_sha256 as sha, state from inbound_message',
      );
      const stateOf = (mail: Buffer) => ends.find(({ sha }) => sha === sha256(mail))?.state;
      expect(mails.map(stateOf)).toEqual(mails.map((mail) => (mail === poison ? 'failed' : 'onCase')));
      expect(
        await house.sql(`select stage, deaths, error_code from step where state = 'failed' or deaths > 0`),
      ).toEqual([{ stage: 'scan', deaths: 3, error_code: 'process-died' }]);
      expect(mortal.deaths()).toBeGreaterThanOrEqual(3);
    }),
  );
});
