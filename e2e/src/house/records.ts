import { migrateQueues } from '@zaakpost/queue';
import { type Database, openDatabase } from '@zaakpost/store';
import { type ModelDatabase, type Postgres, withDatabase, withTemporaryFolder } from '@zaakpost/testing';

/** A migrated database, with room for a queue in it, and an empty folder for bytes. */
export interface Records {
  database: Database;
  url: string;
  folder: string;
}

interface RecordsOptions {
  /** The test run's server when not given. */
  on?: Pick<Postgres, 'url'>;
  poolSize?: number;
}

/** What a test, or the processes that it starts, work on. */
export function withRecords<T>(
  use: (records: Records) => Promise<T>,
  { on, poolSize = 10 }: RecordsOptions = {},
): Promise<T> {
  return withDatabase(
    ({ url }) => withTemporaryFolder((folder) => opened(url, poolSize, (database) => use({ database, url, folder }))),
    { like: MIGRATED, ...(on && { on }) },
  );
}

const MIGRATED: ModelDatabase = {
  name: 'migrated_with_queues',
  prepare: (url) =>
    opened(url, 2, async (database) => {
      await database.migrate();
      await migrateQueues({ backend: 'postgres', url });
    }),
};

async function opened<T>(url: string, poolSize: number, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, poolSize, applicationName: 'test' });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
