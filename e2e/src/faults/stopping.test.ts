import { STAGES } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../house/explain.ts';
import { BACKENDS, type House, withHouse } from '../house/house.ts';
import { type Services, startServices } from '../house/services.ts';
import { deliverMany, expectAllThere, printed } from './full-flow.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const MAILS = 30;
const STOPS = 2;
/** A worker's grace period in these tests, and what its ending may take besides where the machine is busy. */
const GRACE = 5_000;
const AFTER_GRACE = 15_000;

describe.each(BACKENDS)('on %s', (backend) => {
  test(`${MAILS} mails reach their ends, each thing done once, though their worker is told to stop ${STOPS} times`, () =>
    withHouse(backend, services, async (house) => {
      const handedOver = await deliverMany(house, MAILS);
      await house.start('scheduler');

      for (let stop = 1; stop <= STOPS; stop += 1) {
        const [worker, before] = [await house.start('worker', [...STAGES]), await printed(house)];
        await until(async () => (await printed(house)) > before && (await running(house)) > 1, {
          what: `work to be under way before stop ${stop}`,
        }).catch((error) => explain(house, error));
        const began = performance.now();

        expect(await worker.stop()).toBe(0);

        expect(performance.now() - began).toBeLessThan(GRACE + AFTER_GRACE);
        // Finished, or given back: nothing waits for a lease to run out.
        expect(await running(house)).toBe(0);
      }
      await house.start('worker', [...STAGES]);

      await expectAllThere(house, handedOver);
      expect(await house.sql('select stage, deaths from step where deaths > 0 or suspect')).toEqual([]);
    }));
});

async function running(house: House): Promise<number> {
  const [row] = await house.sql<{ count: number }>(`select count(*)::int from step where state = 'running'`);
  return row?.count ?? 0;
}
