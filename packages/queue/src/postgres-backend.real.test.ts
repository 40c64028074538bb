import { withDatabase } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { connectQueues, migrateQueues } from './connection.ts';

test('a queue and a worker whose first start failed work as soon as the database answers as it should', () =>
  withDatabase(async ({ url }) => {
    const connection = await connectQueues({ backend: 'postgres', url }, { workers: 1, log: () => undefined });
    const handled = Promise.withResolvers<string>();
    const queue = connection.queue('scan');
    const worker = connection.worker('scan', async ({ data }) => handled.resolve(data.stepId), { runRetryDelay: 20 });
    const complaint = Promise.withResolvers<Error>();
    worker.on('error', complaint.resolve);
    try {
      await expect(queue.add('scan', { stepId: 'early', publication: 1 })).rejects.toThrow(/schema/iu);
      await expect(complaint.promise).resolves.toBeInstanceOf(Error);

      await migrateQueues({ backend: 'postgres', url });
      await queue.add('scan', { stepId: 'late', publication: 1 });

      await expect(handled.promise).resolves.toBe('late');
    } finally {
      await worker.close();
      await queue.close();
      await connection.close();
    }
  }));
