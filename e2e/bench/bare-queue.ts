import type { QueueSettings } from '@zaakpost/queue';
import { createPostgresBackend, type PgPool, type Processor, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

const OnPostgres = withBackend(createPostgresBackend);

/** BullMQ by itself, on a connection made as ours is. */
export interface BareQueue {
  queue(name: string): Queue;
  worker(name: string, processor: Processor, concurrency: number): Worker;
  close(): Promise<void>;
}

export function bareQueue(settings: QueueSettings): BareQueue {
  if (settings.backend === 'redis') {
    const { prefix } = settings;
    const connection = new Redis(settings.url, { maxRetriesPerRequest: null });
    return {
      queue: (name) => new Queue(name, { connection: connection as never, prefix }),
      worker: (name, processor, concurrency) =>
        new Worker(name, processor, { connection: connection as never, prefix, concurrency }),
      close: async () => connection.disconnect(),
    };
  }
  const options = '-c search_path=bullmq -c synchronous_commit=off';
  const pool = new pg.Pool({ connectionString: settings.url, max: 5, keepAlive: true, options });
  pool.setMaxListeners(0);
  const connection = pool as unknown as PgPool;
  return {
    queue: (name) => new OnPostgres.Queue(name, { connection }) as unknown as Queue,
    worker: (name, processor, concurrency) =>
      new OnPostgres.Worker(name, processor, { connection, concurrency }) as unknown as Worker,
    close: () => pool.end(),
  };
}
