import pg from 'pg';

/** What a database begins with. Made once on a server; each test copies it, which is quicker than making it anew. */
export interface ModelDatabase {
  /** An SQL identifier; one for each way to prepare. */
  readonly name: string;
  /** Fills the empty database at `url`, and leaves no connection open. */
  readonly prepare: (url: string) => Promise<void>;
}

const made = new Map<string, Promise<void>>();

/** Sees to it that the model is there, whichever test process is first to ask. */
export function modelMade(server: string, model: ModelDatabase): Promise<void> {
  const key = `${server} ${model.name}`;
  const making = made.get(key) ?? makeOnce(server, model);
  made.set(key, making);
  return making;
}

async function makeOnce(server: string, { name, prepare }: ModelDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: server, application_name: 'zaakpost-testing' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Ends with this connection, however that ends.
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rows } = await client.query('select from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    // Left by a process that died over it.
    await client.query(`drop database if exists ${name}_unfinished with (force)`);
    await client.query(`create database ${name}_unfinished`);
    await prepare(server.replace(/\/[^/]*$/, `/${name}_unfinished`));
    await client.query(`alter database ${name}_unfinished rename to ${name}`);
  } finally {
    await client.end();
  }
}
