import { STAGES } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';
import { explain } from './kill-stage.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

/** What is set when nothing is set. */
const PRODUCTION = { LEASE_SECONDS: '', SWEEP_SECONDS: '', LOCK_SECONDS: '', STALLED_SECONDS: '' };

test(
  'what a killed worker held is taken up again within a minute at the settings of production',
  {
    timeout: 120_000,
  },
  () =>
    withHouse('redis', services, async (house) => {
      await house.start('scheduler', [], PRODUCTION);
      const others = STAGES.filter((stage) => stage !== 'scan');
      await house.start('worker', others, PRODUCTION);
      const doomed = await house.start('worker', ['scan'], { ...PRODUCTION, FAIL_POINT: 'scan:claimed' });
      const mail = await letters(house).reply();
      await services.dovecot.deliver('gemeente', mail);
      await until(() => doomed.gone, { what: 'the worker to die', deadline: 30_000 });

      await house.start('worker', ['scan'], PRODUCTION);
      await until(() => atRest(house, 1), { what: 'the mail to reach its end', deadline: 60_000, every: 250 }).catch(
        (error) => explain(house, error),
      );

      await expectInvariants(house, [mail]);
      expect(doomed.child.signalCode).toBe('SIGKILL');
    }),
);
