import { STAGES, type StageName } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type Backend, type House, withHouse } from '../house/house.ts';
import { letters, scheduleMail } from '../house/letters.ts';
import { atRest, expectInvariants } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

/** Before and after each effect of the runner, and of the two stages that talk to someone else's disk. */
const EVERYWHERE = ['claimed', 'ran', 'ended', 'published'];
const MORE: Partial<Record<StageName, string[]>> = {
  'fetch-pop3': ['stored', 'committed', 'quit'],
  'send-outbound': ['stored', 'before-handing-over', 'handing-over', 'replied'],
};

// What the queue has no part in is proved on one back end; `npm run soak` kills everywhere on both.
const pointsOf = (stage: StageName, backend: Backend): string[] =>
  backend === 'redis' ? [...EVERYWHERE, ...(MORE[stage] ?? [])] : ['claimed', 'ended'];

describe.each(BACKENDS)('on %s', (backend) => {
  test('a worker killed at any point of any stage loses nothing and does nothing twice', { timeout: 400_000 }, () =>
    withHouse(backend, services, async (house) => {
      const handedOver: Buffer[] = [];
      await house.start('scheduler');
      for (const stage of STAGES) await killEverywhere(house, stage, { points: pointsOf(stage, backend), handedOver });

      await house.start('worker', [...STAGES]);
      await until(() => atRest(house, handedOver.length), {
        what: 'all to come to rest after the kills',
        deadline: 60_000,
        every: 250,
      }).catch((error) => explain(house, error));

      await expectInvariants(house, handedOver);
    }),
  );
});

/** With the other stages alive, a worker of this stage dies at each of its points, on fresh mail. */
async function killEverywhere(
  house: House,
  stage: StageName,
  { points, handedOver }: { points: string[]; handedOver: Buffer[] },
): Promise<void> {
  const others = await house.start(
    'worker',
    STAGES.filter((other) => other !== stage),
  );
  const write = letters(house);
  for (const point of points) {
    const doomed = await house.start('worker', [stage], { FAIL_POINT: `${stage}:${point}` });
    for (const mail of [await write.reply(), write.report()]) {
      handedOver.push(mail);
      await services.dovecot.deliver('gemeente', mail);
    }
    await scheduleMail(house, new Date());
    await until(() => doomed.gone, { what: `the worker to die at ${stage}:${point}`, deadline: 30_000 }).catch(
      (error) => explain(house, error),
    );
    expect(doomed.child.signalCode, `${stage}:${point}`).toBe('SIGKILL');
  }
  await others.kill();
}

async function explain(house: House, error: Error): Promise<never> {
  const steps = await house.sql(
    'select stage, state, error_code, suspect, count(*)::int from step group by 1, 2, 3, 4 order by 1',
  );
  const open = await house.sql(
    `select *, clock_timestamp() as now from step where state in ('pending', 'running') limit 5`,
  );
  throw new Error(
    [error.message, ...steps.map((row) => JSON.stringify(row)), JSON.stringify(open, null, 1), house.logs()].join('\n'),
  );
}
