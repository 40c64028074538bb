import { STAGES } from '@zaakpost/domain';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { comeToRest } from '../src/house/come-to-rest.ts';
import { BACKENDS, type House, SHORT_LEASES, withHouse } from '../src/house/house.ts';
import { letters } from '../src/house/letters.ts';
import { expectInvariants } from '../src/house/oracle.ts';
import { type Services, startServices } from '../src/house/services.ts';
import { killStage, pointsOf } from '../src/kill/kill-stage.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const ROUNDS = 20;
const MAILS = 2_000;
const KILLS = 100;

describe.each(BACKENDS)('on %s', (backend) => {
  test(`${ROUNDS} workers killed at every point of every stage lose nothing and do nothing twice`, () =>
    withHouse(backend, services, killEverywhere, SHORT_LEASES));

  test(`${MAILS} mails reach their ends though their worker is killed ${KILLS} times at random`, () =>
    withHouse(backend, services, killAtRandom, SHORT_LEASES));
});

async function killEverywhere(house: House): Promise<void> {
  const handedOver: Buffer[] = [];
  await house.start('scheduler');
  for (const stage of STAGES) {
    const points = pointsOf(stage).flatMap((point) => Array.from({ length: ROUNDS }, () => point));
    handedOver.push(...(await killStage(house, stage, points)));
  }

  await house.start('worker', [...STAGES]);
  await comeToRest(house, handedOver.length, { deadline: 600_000, every: 1_000 });

  await expectInvariants(house, handedOver);
}

async function killAtRandom(house: House): Promise<void> {
  const write = letters(house);
  const handedOver: Buffer[] = [];
  for (let n = 0; n < MAILS; n += 1) {
    const mail = n % 10 === 0 ? write.report() : await write.reply();
    handedOver.push(mail);
    await services.dovecot.deliver('gemeente', mail);
  }
  await house.start('scheduler');

  for (let kill = 0; kill < KILLS; kill += 1) {
    const worker = await house.start('worker', [...STAGES]);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4_000));
    await worker.kill();
  }
  await house.start('worker', [...STAGES]);
  await comeToRest(house, MAILS, { deadline: 1_200_000, every: 1_000 });

  await expectInvariants(house, handedOver);
}
