import { endWhenUnanswered, type Line, type Milliseconds, seconds, UnavailableError } from '@zaakpost/domain';
import { type PgPool, type Processor, Queue, runMigrations, Worker, type WorkerOptions, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { restartingPostgresBackend } from './postgres-backend.ts';
import type { StepJob } from './publisher.ts';
import { refuseEviction } from './redis-policy.ts';
import { type Places, placesOnPostgres, placesOnRedis } from './whereabouts.ts';

/** Which of BullMQ's two back ends, and where. */
export type QueueSettings =
  | { backend: 'redis'; url: string /** Give `{name}` on Redis Cluster: one hash slot. */; prefix: string }
  | { backend: 'postgres'; url: string };

/** A process's connection to the queues. Everything that BullMQ needs to know of the back end is decided here. */
export interface QueueConnection {
  queue(name: string): Queue;
  worker(name: string, processor: Processor<StepJob>, options: HostOptions): Worker;
  /** Where jobs are, at a cost that does not grow with the queue. */
  whereabouts(queue: Queue, jobIds: readonly string[]): Promise<Places>;
  /** Fails fast when the queue cannot be reached. @throws UnavailableError('queue-away') */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type HostOptions = Omit<WorkerOptions, 'connection'>;

const OnPostgres = withBackend(restartingPostgresBackend);
const SCHEMA = 'bullmq';
/** Queries beside the LISTEN of each worker. */
const SPARE_CONNECTIONS = 4;
/** The longest without an answer; a worker on Redis waits ten seconds for a job. */
const SILENCE: Milliseconds = seconds(40);
/** PostgreSQL ends a statement before that, so that one which takes long is not taken for a silence. */
const STATEMENT_TIME: Milliseconds = seconds(30);

/** How a process uses the queues. */
export interface QueueUse {
  /**
   * The number of workers that it will host: on PostgreSQL each keeps a connection, and a pool smaller than that would stand
   * still without a word.
   */
  workers: number;
  log: (error: Error) => void;
  /** For how long an answer is waited for, over the ten seconds that a worker on Redis waits; 40 s when not given. */
  silence?: Milliseconds;
}

/**
 * Connects. A connection that goes silent is ended, and made anew by the next command.
 *
 * @throws UnavailableError('queue-away'); ConfigError when Redis may evict keys.
 */
export async function connectQueues(
  settings: QueueSettings,
  { workers, log, silence = SILENCE }: QueueUse,
): Promise<QueueConnection> {
  return settings.backend === 'redis'
    ? connectRedis(settings, { log, silence })
    : connectPostgres(settings, { workers, log, silence });
}

/** Brings BullMQ's own tables up to date; nothing to do on Redis. */
export async function migrateQueues(settings: QueueSettings): Promise<void> {
  if (settings.backend === 'redis') return;
  const client = new pg.Client({ connectionString: settings.url });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}

async function connectRedis(
  { url, prefix }: { url: string; prefix: string },
  { log, silence }: { log: (error: Error) => void; silence: Milliseconds },
): Promise<QueueConnection> {
  // Producers fail fast, since the sweep publishes what they could not; workers wait for ever.
  const both = { connectTimeout: 5_000, socketTimeout: silence };
  const producer = new Redis(url, { ...both, maxRetriesPerRequest: 1, commandTimeout: 10_000 });
  producer.on('error', log);
  try {
    await refuseEviction(producer, log);
  } catch (error) {
    producer.disconnect();
    throw error;
  }
  let consumer: Redis | undefined;
  // Not `lazyConnect`: BullMQ 6.7 keeps what the first connect came to, and one that was refused would be kept for ever.
  const consuming = () => {
    consumer ??= new Redis(url, { ...both, maxRetriesPerRequest: null }).on('error', log);
    return consumer;
  };
  return {
    // Its version is asked once, and an answer that failed is kept for ever; workers ask it too.
    queue: (name) => quiet(new Queue(name, { connection: producer as never, prefix, skipVersionCheck: true }), log),
    worker: (name, processor, options) =>
      new Worker(name, processor, { ...options, prefix, connection: consuming() as never }),
    whereabouts: (queue, jobIds) => placesOnRedis(producer, queue, jobIds),
    ping: () => away(async () => void (await producer.ping())),
    async close() {
      producer.disconnect();
      consumer?.disconnect();
    },
  };
}

async function connectPostgres(
  { url }: { url: string },
  { workers, log, silence }: Required<QueueUse>,
): Promise<QueueConnection> {
  const pool = new pg.Pool({
    connectionString: url,
    max: workers + SPARE_CONNECTIONS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'zaakpost-queue',
    // Rows are the truth: a job lost with the server's last moments is published again by the sweep.
    options: `-c search_path=${SCHEMA} -c synchronous_commit=off -c statement_timeout=${STATEMENT_TIME}`,
  });
  // Each queue and worker listens on the pool they share.
  pool.setMaxListeners(0);
  // A connection that breaks between two commands of who holds it is told to nobody but its own listener, and without one
  // ends the process; the pool listens to idle ones only, and what it says then was logged here.
  pool.on('connect', (client) => {
    client.on('error', log);
    endWhenUnanswered((client as unknown as { connection: { stream: Line } }).connection.stream, silence);
  });
  pool.on('error', () => undefined);
  const shared = pool as unknown as PgPool;
  const connection: QueueConnection = {
    queue: (name) =>
      quiet(new OnPostgres.Queue(name, { connection: shared, skipWaitingForReady: true }) as unknown as Queue, log),
    worker: (name, processor, host) =>
      new OnPostgres.Worker<StepJob>(name, processor, { ...host, connection: shared }) as unknown as Worker,
    whereabouts: (queue, jobIds) => placesOnPostgres(pool, queue, jobIds),
    ping: () => away(async () => void (await pool.query('select 1'))),
    close: () => pool.end(),
  };
  try {
    await connection.ping();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return connection;
}

/** Runs a command of the queue's. @throws UnavailableError('queue-away') */
export async function away<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (cause) {
    throw new UnavailableError('queue-away', { scope: 'stage', message: 'The queue cannot be reached.', cause });
  }
}

// An EventEmitter without a listener for `error` ends the process.
function quiet(queue: Queue, log: (error: Error) => void): Queue {
  queue.on('error', log);
  return queue;
}
