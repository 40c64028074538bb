import { STAGES } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { explain } from '../house/explain.ts';
import { withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

/** What is set when nothing is set. */
const PRODUCTION = { SWEEP_SECONDS: '' };

test('what a killed worker held is taken up again within a minute at the settings of production', () =>
  withHouse('redis', services, async (house) => {
    await house.start('scheduler', [], PRODUCTION);
    const others = STAGES.filter((stage) => stage !== 'scan');
    await house.start('worker', others, PRODUCTION);
    const doomed = await house.start('worker', ['scan'], { ...PRODUCTION, FAIL_POINT: 'scan:claimed' });
    const mail = await letters(house).reply();
    await services.dovecot.deliver('gemeente', mail);
    await until(() => doomed.gone, { what: 'the worker to die' });

    await house.start('worker', ['scan'], PRODUCTION);
    const takenUp = `select from step where stage = 'scan' and publication > 1 and state in ('running', 'done')`;
    await until(async () => (await house.sql(takenUp)).length === 1, {
      ...{ what: 'the scan to be taken up again', deadline: 60_000, every: 250 },
    }).catch((error) => explain(house, error));
    await comeToRest(house, 1, { what: 'the mail to reach its end' });

    await expectInvariants(house, [mail]);
    expect(doomed.child.signalCode).toBe('SIGKILL');
  }));
