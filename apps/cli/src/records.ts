import { type CliConfig, readCliConfig } from '@zaakpost/config';
import type { Database } from '@zaakpost/store';

/** Opens the records for one command and closes them after it. */
export async function withRecords<T>(use: (database: Database, config: CliConfig) => Promise<T>): Promise<T> {
  const config = readCliConfig();
  // Loaded here and not above: help, keys and check need no database.
  const { openDatabase } = await import('@zaakpost/store');
  const database = await openDatabase({ url: config.database.url, poolSize: 2, applicationName: 'zaakpost-cli' });
  try {
    await database.requireSchema();
    return await use(database, config);
  } finally {
    await database.close();
  }
}
