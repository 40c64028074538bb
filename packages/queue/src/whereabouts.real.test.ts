import { randomUUID } from 'node:crypto';
import { type Disposition, jobId, minutes, type Publication, seconds } from '@zaakpost/domain';
import { until, withDatabase, withRedis } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { connectQueues, migrateQueues, type QueueConnection, type QueueSettings } from './connection.ts';
import { openQueues, type Queues } from './publisher.ts';
import { hostStage } from './workers.ts';

const on: Record<QueueSettings['backend'], (use: (settings: QueueSettings) => Promise<void>) => Promise<void>> = {
  redis: (use) => withRedis(({ url }) => use({ backend: 'redis', url, prefix: '{test}' })),
  postgres: (use) => withDatabase(({ url }) => use({ backend: 'postgres', url })),
};

async function withQueues(
  settings: QueueSettings,
  use: (queues: Queues, connection: QueueConnection) => Promise<void>,
) {
  await migrateQueues(settings);
  const connection = await connectQueues(settings, { workers: 1, log: () => undefined });
  const queues = openQueues(connection);
  try {
    await use(queues, connection);
  } finally {
    await queues.close();
    await connection.close();
  }
}

const due = (dueIn = 0): Publication => ({ stepId: randomUUID(), publication: 1, stage: 'scan', dueIn });

describe.each(['redis', 'postgres'] as const)('jobs on %s', (backend) => {
  it('are found where they are', () =>
    on[backend]((settings) =>
      withQueues(settings, async (queues, connection) => {
        const [ran, runs, waits, later, never] = [due(), due(), due(), due(minutes(5)), due()];
        const all = [ran, runs, waits, later, never];
        const { promise: held, resolve: letGo } = Promise.withResolvers<Disposition>();
        const hosted = hostStage(connection, {
          stage: 'scan',
          queue: connection.queue('scan'),
          handle: async ({ stepId }) => (stepId === runs.stepId ? held : { kind: 'complete' }),
          settings: { concurrency: 1, lockDuration: seconds(30), stalledInterval: seconds(30) },
          log: () => undefined,
        });
        await queues.publish([ran]);
        const kinds = async () => {
          const places = await queues.whereabouts(all);
          return all.map((one) => places.get(jobId(one))?.kind);
        };
        await until(async () => (await kinds())[0] === 'finished', { what: 'the first to have run' });
        await queues.publish([runs]);
        await until(async () => (await kinds())[1] === 'active', { what: 'the second to run' });
        await queues.publish([waits, later]);

        expect(await kinds()).toEqual(['finished', 'active', 'waiting', 'delayed', 'missing']);
        const place = (await queues.whereabouts([later])).get(jobId(later)) as { dueIn: number };
        expect(place.dueIn).toBeGreaterThan(minutes(4));
        expect(place.dueIn).toBeLessThanOrEqual(minutes(5));

        letGo({ kind: 'complete' });
        await hosted.drain();
      }),
    ));
});
