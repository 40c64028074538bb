import { STAGES, type StageName } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { expect } from 'vitest';
import { explain } from '../house/explain.ts';
import type { House } from '../house/house.ts';
import { letters, scheduleMail } from '../house/letters.ts';

/** Before and after each effect of the runner, and of the two stages that talk to someone else's disk. */
const EVERYWHERE = ['claimed', 'ran', 'ended', 'published'];
const MORE: Partial<Record<StageName, string[]>> = {
  'fetch-pop3': ['stored', 'committed', 'quit'],
  'send-outbound': ['stored', 'before-handing-over', 'handing-over', 'replied'],
};

/** Every point of a stage at which a process can be made to die. */
export const pointsOf = (stage: StageName): string[] => [...EVERYWHERE, ...(MORE[stage] ?? [])];

/** With the other stages alive, a worker of this stage dies at each of the points, on fresh mail; gives that mail. */
export async function killStage(house: House, stage: StageName, points: string[]): Promise<Buffer[]> {
  const handedOver: Buffer[] = [];
  const others = house.start(
    'worker',
    STAGES.filter((other) => other !== stage),
  );
  // Told where it is awaited.
  others.catch(() => undefined);
  const write = letters(house);
  for (const point of points) {
    for (const mail of [await write.reply(), write.report()]) {
      handedOver.push(mail);
      await house.services.dovecot.deliver('gemeente', mail);
    }
    await scheduleMail(house, new Date());
    // The mail comes to this stage while its worker starts.
    const doomed = await house.start('worker', [stage], { FAIL_POINT: `${stage}:${point}` });
    await until(() => doomed.gone, { what: `the worker to die at ${stage}:${point}` }).catch((error) =>
      explain(house, error),
    );
    expect(doomed.child.signalCode, `${stage}:${point}`).toBe('SIGKILL');
  }
  await (await others).kill();
  return handedOver;
}
