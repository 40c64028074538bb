import { STAGES, type StageName } from '@zaakpost/domain';
import { afterAll, beforeAll, test } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { type Backend, SHORT_LEASES, withHouse } from '../house/house.ts';
import { expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';
import { killStage } from './kill-stage.ts';

/** On this back end a worker dies at these points of each stage, one after the other; then one lives. */
export function killsAtEveryStage(backend: Backend, pointsOf: (stage: StageName) => string[]): void {
  let services: Services;
  beforeAll(async () => {
    services = await startServices();
  });
  afterAll(() => services?.stop());

  const stages = STAGES.filter((stage) => pointsOf(stage).length > 0);
  const points = stages.flatMap(pointsOf).length;

  test(`a worker killed at ${points} points of ${stages.length} stages loses nothing and does nothing twice`, () =>
    withHouse(
      backend,
      services,
      async (house) => {
        const handedOver: Buffer[] = [];
        await house.start('scheduler');
        for (const stage of stages) handedOver.push(...(await killStage(house, stage, pointsOf(stage))));

        await house.start('worker', [...STAGES]);
        await comeToRest(house, handedOver.length, { what: 'all to come to rest after the kills' });

        await expectInvariants(house, handedOver);
      },
      SHORT_LEASES,
    ));
}
