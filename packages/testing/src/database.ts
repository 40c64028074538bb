import { randomBytes } from 'node:crypto';
import { type ModelDatabase, modelMade } from './model-database.ts';
import { ask, type Postgres } from './postgres.ts';
import { shared } from './shared-services.ts';
import { until } from './until.ts';

/** A fresh database. */
export interface Database {
  readonly name: string;
  readonly url: string;
  /** Drops it. Throws when somebody is still connected, naming the connections: a leaked pool. */
  stop(): Promise<void>;
}

interface DatabaseOptions {
  /** The test run's PostgreSQL when not given. */
  readonly on?: Pick<Postgres, 'url'>;
  /** What it begins with; empty when not given. */
  readonly like?: ModelDatabase;
}

/** Makes a database of its own for a test. */
export async function createDatabase({ on, like }: DatabaseOptions = {}): Promise<Database> {
  const server = on?.url ?? (await shared('postgresUrl'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  if (like) await modelMade(server, like);
  await ask(server, `create database ${name}${like ? ` template ${like.name}` : ''}`);
  const url = server.replace(/\/[^/]*$/, `/${name}`);
  return {
    name,
    url,
    async stop() {
      const leaked = await leakedConnections(server, name);
      await ask(server, `drop database ${name} with (force)`);
      if (leaked.length > 0) throw new Error(`connections left open at the end of the test: ${leaked.join('; ')}`);
    },
  };
}

/** Runs `use` with a fresh database and drops it. Fails when `use` leaves a connection open. */
export async function withDatabase<T>(
  use: (database: Database) => Promise<T>,
  options: DatabaseOptions = {},
): Promise<T> {
  const database = await createDatabase(options);
  let answer: T;
  try {
    answer = await use(database);
  } catch (error) {
    await database.stop().catch(() => undefined);
    throw error;
  }
  await database.stop();
  return answer;
}

// A closed connection leaves the server's list a moment later, so an ordinary end is given that moment.
async function leakedConnections(server: string, name: string): Promise<string[]> {
  const sql = `select application_name, state, left(query, 80) as query from pg_stat_activity
    where datname = $1 and backend_type = 'client backend'`;
  let found: { application_name: string; state: string; query: string }[] = [];
  await until(
    async () => {
      found = await ask(server, sql, [name]);
      return found.length === 0;
    },
    { what: 'connections to close', deadline: 10_000 },
  ).catch(() => undefined);
  return found.map((one) => `${one.application_name || 'unnamed'} (${one.state}: ${one.query})`);
}
