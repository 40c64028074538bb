import { type CliConfig, readCliConfig } from '@zaakpost/config';
import type { Database } from '@zaakpost/store';

/** Opens the records for one command and closes them after it. */
export function withRecords<T>(use: (database: Database, config: CliConfig) => Promise<T>): Promise<T> {
  const config = readCliConfig();
  return withDatabase(config, (database) => use(database, config));
}

/** The same for a command with a configuration of its own. */
export async function withDatabase<T>(
  config: Pick<CliConfig, 'database'>,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  // Loaded here and not above: help, keys and check need no database.
  const { openDatabase } = await import('@zaakpost/store');
  const database = await openDatabase({ url: config.database.url, poolSize: 2, applicationName: 'zaakpost-cli' });
  try {
    await database.requireSchema();
    return await use(database);
  } finally {
    await database.close();
  }
}
