import { ConfigError, type Milliseconds, seconds, type Tx } from '@zaakpost/domain';
import type { DataSource, EntityManager } from 'typeorm';
import { dataSourceOf } from './data-source.ts';
import { lostRace, translated } from './statement-error.ts';
import { asTx } from './tx.ts';

/** The house's PostgreSQL: one pool of connections per process. */
export interface Database {
  readonly dataSource: DataSource;

  /**
   * Runs `record` in one transaction; after a deadlock it is run again.
   *
   * @throws UnavailableError('database-away'), StatementError, and whatever `record` throws; nothing was written then,
   * except that a connection lost during the commit leaves open whether it was.
   */
  transaction<T>(record: (tx: Tx) => Promise<T>): Promise<T>;

  /** Runs single statements, each its own transaction. @throws UnavailableError('database-away'), StatementError. */
  ask<T>(question: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** Brings the schema up to this code's; of several that start at once one does it and the others wait. */
  migrate(): Promise<void>;

  /** How the schema stands to this code. `newer`: a later version of Zaakpost has been here. */
  schema(): Promise<'current' | 'older' | 'newer'>;

  /** @throws ConfigError when the schema is not this code's. */
  requireSchema(): Promise<void>;

  close(): Promise<void>;
}

/** Where PostgreSQL is, and how many connections this process may hold. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/name`. */
  url: string;
  /** At least 2; 10 when not given. */
  poolSize?: number;
  /** Shown in `pg_stat_activity`; `zaakpost` when not given. */
  applicationName?: string;
  /** The longest that one statement may take, which is a failure of the database's then; 30 s when not given. */
  statementTime?: Milliseconds;
}

const MIGRATION_LOCK = 7_240_100;
const MOST_TRIES = 5;

/** Connects. @throws UnavailableError('database-away'). */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, statementTime = seconds(30), applicationName = 'zaakpost' } = options;
  // The lock of a migration holds one connection while the migration uses another.
  const place = { url, applicationName, poolSize: Math.max(2, options.poolSize ?? 10) };
  const dataSource = dataSourceOf({ ...place, statementTime });
  await translated(() => dataSource.initialize());

  const schema = () => translated(() => compareSchema(dataSource));
  return {
    dataSource,
    transaction: (record) => translated(() => inTransaction(dataSource, record)),
    ask: (question) => translated(() => question(dataSource.manager)),
    async migrate() {
      if ((await schema()) === 'newer') throw schemaMismatch('newer');
      // Writing a table anew, and waiting for another who does, takes as long as it takes.
      const patient = dataSourceOf({ ...place, statementTime: null });
      try {
        await translated(async () => migrateAlone(await patient.initialize()));
      } finally {
        await patient.destroy().catch(() => undefined);
      }
    },
    schema,
    async requireSchema() {
      const found = await schema();
      if (found !== 'current') throw schemaMismatch(found);
    },
    close: () => dataSource.destroy(),
  };
}

async function inTransaction<T>(dataSource: DataSource, record: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await dataSource.transaction((manager) => record(asTx(manager)));
    } catch (error) {
      if (!lostRace(error) || tries === MOST_TRIES) throw error;
    }
  }
}

async function migrateAlone(dataSource: DataSource): Promise<void> {
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await holder.query('select pg_advisory_unlock_all()').catch(() => undefined);
    await holder.release();
  }
}

async function compareSchema(dataSource: DataSource): Promise<'current' | 'older' | 'newer'> {
  const [table] = await dataSource.query(`select to_regclass('migration') is not null as present`);
  const rows: { name: string }[] = table.present ? await dataSource.query('select name from migration') : [];
  const applied = new Set(rows.map(({ name }) => name));
  const known = new Set(dataSource.migrations.map(({ name }) => name ?? ''));
  if (!applied.isSubsetOf(known)) return 'newer';
  return applied.size < known.size ? 'older' : 'current';
}

const schemaMismatch = (found: 'older' | 'newer') =>
  new ConfigError([
    found === 'newer'
      ? 'The database was used by a newer version of Zaakpost: start that version, or restore the backup from before it.'
      : 'The database is not migrated to this version yet: run `zaakpost migrate`.',
  ]);
