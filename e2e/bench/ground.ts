import { migrateQueues, type QueueSettings } from '@zaakpost/queue';
import { openDatabase } from '@zaakpost/store';
import {
  type Postgres,
  type RedisServer,
  startPostgres,
  startRedis,
  withDatabase,
  withRedis,
  withTemporaryFolder,
} from '@zaakpost/testing';

/** Servers of this bench alone. PostgreSQL syncs as in production. */
export interface Ground {
  postgres: Postgres;
  redis: RedisServer;
  folder: string;
}

/** Starts PostgreSQL and Redis, and ends them afterwards. */
export async function withGround<T>(use: (ground: Ground) => Promise<T>): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    await using stack = new AsyncDisposableStack();
    const postgres = stack.adopt(await startPostgres({ durable: true }), (one) => one.stop());
    const redis = stack.adopt(await startRedis(), (one) => one.stop());
    return await use({ postgres, redis, folder });
  });
}

/** What is empty and migrated: a database of the house, and a queue. */
export interface Place {
  databaseUrl: string;
  queue: QueueSettings;
}

export async function withPlace<T>(
  { postgres, redis }: Ground,
  backend: QueueSettings['backend'],
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const migrated = async (place: Place) => {
    const database = await openDatabase({ url: place.databaseUrl, poolSize: 2 });
    try {
      await database.migrate();
      await migrateQueues(place.queue);
    } finally {
      await database.close();
    }
    return use(place);
  };
  return withDatabase(
    ({ url }) =>
      backend === 'postgres'
        ? migrated({ databaseUrl: url, queue: { backend, url } })
        : withRedis(
            (server) => migrated({ databaseUrl: url, queue: { backend, url: server.url, prefix: '{bench}' } }),
            { on: redis },
          ),
    { on: postgres },
  );
}
