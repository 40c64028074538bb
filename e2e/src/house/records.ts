import { type Database, openDatabase } from '@zaakpost/store';
import { withDatabase, withTemporaryFolder } from '@zaakpost/testing';

/** A migrated database and an empty folder for bytes. */
export interface Records {
  database: Database;
  url: string;
  folder: string;
}

/** For tests of parts on real records, without the house's processes. */
export function withRecords<T>(use: (records: Records) => Promise<T>): Promise<T> {
  return withDatabase(({ url }) =>
    withTemporaryFolder(async (folder) => {
      const database = await openDatabase({ url });
      try {
        await database.migrate();
        return await use({ database, url, folder });
      } finally {
        await database.close();
      }
    }),
  );
}
