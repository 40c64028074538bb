import type { QueueSettings } from '@zaakpost/queue';
import type { Worker } from 'bullmq';
import { bareQueue } from './bare-queue.ts';
import { serve } from './crew-member.ts';

/** A bare BullMQ worker that does nothing; counts its jobs and tells how late each was, in milliseconds. */
await serve<{ queue: QueueSettings; concurrency: number; count: number }, number[]>(async (plan, count) => {
  const bare = bareQueue(plan.queue);
  const lateness: number[] = [];
  const all = Promise.withResolvers<number[]>();
  let worker: Worker | undefined;
  return {
    start() {
      worker = bare.worker(
        'scan',
        async ({ data }) => {
          lateness.push(Date.now() - (data.due ?? 0));
          if (lateness.length === plan.count) all.resolve(lateness);
        },
        plan.concurrency,
      );
      worker.on('completed', count);
      return all.promise;
    },
    async stop() {
      await worker?.close();
      await bare.close();
    },
  };
});
