import { STAGES } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { expect } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { explain } from '../house/explain.ts';
import type { House } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants, sha256 } from '../house/oracle.ts';
import type { AppProcess } from '../house/process.ts';

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
    /** The cause is found and mended: from now on it lives. */
    async mend() {
      await worker.kill();
      await house.start('worker', [...STAGES]);
    },
    async revive() {
      if (!worker.gone) return;
      expect(worker.child.signalCode).toBe('SIGKILL');
      deaths += 1;
      worker = await start();
    },
  };
}

/** It fails, its neighbours arrive, and so does it once the cause is mended; on the queue of this house. */
export async function survivePoison(house: House): Promise<void> {
  const write = letters(house);
  const mails = await Promise.all(Array.from({ length: GOOD + 1 }, () => write.reply()));
  const poison = mails[7] as Buffer;
  for (const mail of mails) await house.services.dovecot.deliver('gemeente', mail);
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
  const ends = await house.sql<{ sha: string; state: string }>('select raw_sha256 as sha, state from inbound_message');
  const stateOf = (mail: Buffer) => ends.find(({ sha }) => sha === sha256(mail))?.state;
  expect(mails.map(stateOf)).toEqual(mails.map((mail) => (mail === poison ? 'failed' : 'onCase')));
  expect(await house.sql(`select stage, deaths, error_code from step where state = 'failed'`)).toEqual([
    { stage: 'scan', deaths: 3, error_code: 'process-died' },
  ]);
  expect(mortal.deaths()).toBeGreaterThanOrEqual(3);

  await mortal.mend();
  const [failed] = await house.sql<{ id: string }>(`select id from step where state = 'failed'`);
  expect(await house.zaakpost(['replay', `${failed?.id}`, '--reason', 'verholpen'])).toMatchObject({ code: 0 });
  await until(
    async () => (await house.sql(`select from inbound_message where state = 'onCase'`)).length === mails.length,
    { what: 'the poison to arrive too' },
  ).catch((error) => explain(house, error));
  await comeToRest(house, mails.length);
  await expectInvariants(house, mails);
}
