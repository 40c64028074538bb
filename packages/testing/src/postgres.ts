import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Account, type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { postgresAccount, postgresBinaries, postgresCanEnter } from './postgres-binaries.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';

/** Where and how PostgreSQL runs. */
export interface PostgresOptions {
  /** Keeps its cluster here, over restarts; without it a temporary folder is used and removed at the end. */
  readonly folder?: string;
  /** Survives a power cut; off by default, as tests do not care. */
  readonly durable?: boolean;
  /** A free one when not given. */
  readonly port?: number;
  /** 200 when not given. */
  readonly maxConnections?: number;
}

/** A real PostgreSQL 18 on 127.0.0.1. */
export interface Postgres {
  readonly port: number;
  /** Superuser's connection string for the database `postgres`, password included. */
  readonly url: string;
  /** The same for another database of this cluster. */
  urlOf(database: string): string;
  /** Ends it in order and starts it again on the same port. Connections break. */
  restart(): Promise<void>;
  /** Kills it as a crash would and starts it again on the same port. */
  crash(): Promise<void>;
  /** Breaks every connection but its own; answers how many. */
  terminateBackends(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL 18 from npm's binaries; about 2 s. Throws with its log when it does not start. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const folder = resolve(options.folder ?? (await temporaryFolder('postgres')));
  const account = await postgresAccount();
  const binaries = await postgresBinaries();
  const password = await prepareCluster(folder, binaries, account);
  const port = options.port ?? (await freePort());
  const start = () => startServer({ folder, binaries, account, port, password, options });
  let daemon = await start();

  const urlOf = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  return {
    port,
    url: urlOf('postgres'),
    urlOf,
    async restart() {
      await daemon.stop();
      daemon = await start();
    },
    async crash() {
      await daemon.kill();
      daemon = await start();
    },
    terminateBackends: () => terminateBackends(urlOf('postgres')),
    async stop() {
      await daemon.stop();
      if (options.folder === undefined) await removeFolder(folder);
    },
  };
}

/** Runs `use` with a PostgreSQL of its own, for faults that would disturb others. */
export async function withPostgres<T>(use: (postgres: Postgres) => Promise<T>): Promise<T> {
  const postgres = await startPostgres();
  try {
    return await use(postgres);
  } finally {
    await postgres.stop();
  }
}

/** One question to a database over a connection of its own. */
export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url, application_name: 'zaakpost-testing' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function terminateBackends(url: string): Promise<number> {
  const sql = `select pg_terminate_backend(pid) from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  return (await ask(url, sql)).length;
}

async function prepareCluster(folder: string, binaries: string, account: Account | undefined): Promise<string> {
  const passwordFile = join(folder, 'password');
  const known = await readFile(passwordFile, 'utf8').catch(() => undefined);
  if (known !== undefined && (await isWhole(folder))) return known;

  await mkdir(folder, { recursive: true });
  if (!(await postgresCanEnter(folder))) {
    throw new Error(`PostgreSQL runs as another user than root and cannot enter ${folder}; choose an open folder`);
  }
  const password = randomBytes(18).toString('hex');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await initialise(folder, binaries, account, passwordFile);
  return password;
}

const isWhole = (folder: string) =>
  access(join(folder, 'cluster', 'PG_VERSION')).then(
    () => true,
    () => false,
  );

async function initialise(folder: string, binaries: string, account: Account | undefined, passwordFile: string) {
  const cluster = join(folder, 'cluster');
  await removeFolder(cluster);
  await mkdir(cluster, { mode: 0o700 });
  if (account) {
    await chown(cluster, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const initdb = [
    ...['--pgdata', cluster, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--locale', 'C.UTF-8', '--no-sync', '--no-instructions'],
  ];
  await promisify(execFile)(join(binaries, 'initdb'), initdb, { ...account, cwd: cluster });
  if (account) await chown(passwordFile, 0, 0);
  await chmod(passwordFile, 0o600);
}

interface ServerPlan {
  readonly folder: string;
  readonly binaries: string;
  readonly account: Account | undefined;
  readonly port: number;
  readonly password: string;
  readonly options: PostgresOptions;
}

/** What it says of one that was killed with its folder, and whose last processes still end. */
const STILL_ENDING = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/u;
const MOST_TIMES = 20;

async function startServer(plan: ServerPlan): Promise<Daemon> {
  for (let times = 1; ; times++) {
    try {
      return await startOnce(plan);
    } catch (error) {
      if (times === MOST_TIMES || !STILL_ENDING.test((error as Error).message)) throw error;
      await pause(500);
    }
  }
}

function startOnce({ folder, binaries, account, port, password, options }: ServerPlan): Promise<Daemon> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: options.maxConnections ?? 200,
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const cluster = join(folder, 'cluster');
  return startDaemon({
    name: 'PostgreSQL',
    command: join(binaries, 'postgres'),
    args: ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    account,
    cwd: cluster,
    stopSignal: 'SIGINT',
    deadline: 60_000,
    async ready() {
      await ask(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, 'select 1');
      return true;
    },
  });
}
