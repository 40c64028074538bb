import { type CliConfig, readCliConfig } from '@zaakpost/config';
import { type Database, openDatabase } from '@zaakpost/store';

/** Opens the records for one command and closes them after it. */
export async function withRecords<T>(use: (database: Database, config: CliConfig) => Promise<T>): Promise<T> {
  const config = readCliConfig();
  const database = await openDatabase({ url: config.database.url, poolSize: 2, applicationName: 'zaakpost-cli' });
  try {
    await database.requireSchema();
    return await use(database, config);
  } finally {
    await database.close();
  }
}
