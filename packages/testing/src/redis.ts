import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis as Client } from 'ioredis';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { shared } from './shared-services.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';
import { until } from './until.ts';

/** Databases of one server: each test takes the next, so a run of many thousand tests is far away from a clash. */
const databases = 4096;

/** A real redis-server on 127.0.0.1. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Empties every database, as an operator's slip would. */
  flushAll(): Promise<void>;
  /** Ends it and starts it again on the same port, keeping what was saved only if asked. */
  restart(options?: { keep?: boolean }): Promise<void>;
  /** Remembers what it holds now. */
  snapshot(): Promise<void>;
  /** Ends it at once and starts it with what it held at the snapshot, as a replica that lagged so far behind takes over. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts redis-server with `noeviction` (or the policy given) and nothing written to disk unless a restart keeps it. */
export async function startRedis({ policy = 'noeviction' } = {}): Promise<RedisServer> {
  const folder = await temporaryFolder('redis');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}/0`;
  const start = () => startServer({ folder, port, policy, url });
  let daemon = await start();
  const [dump, replica] = [join(folder, 'dump.rdb'), join(folder, 'replica.rdb')];
  return {
    port,
    url,
    async flushAll() {
      await tell(url, (client) => client.flushall());
    },
    async restart({ keep = false } = {}) {
      if (keep) await tell(url, (client) => client.save());
      await daemon.stop();
      if (!keep) await rm(dump, { force: true });
      daemon = await start();
    },
    async snapshot() {
      await tell(url, (client) => client.save());
      await copyFile(dump, replica);
    },
    async failOver() {
      await daemon.kill();
      await copyFile(replica, dump);
      daemon = await start();
    },
    async stop() {
      await daemon.stop();
      await removeFolder(folder);
    },
  };
}

/** An empty database of a Redis server, for one test. */
export interface RedisDatabase {
  /** `redis://127.0.0.1:PORT/NUMBER`. */
  readonly url: string;
  /** Empties this database alone. */
  empty(): Promise<void>;
  /** Empties it. Throws when a client still uses it, naming the clients. */
  stop(): Promise<void>;
}

/** Takes a database of the test run's Redis, or of the server given. */
export async function createRedisDatabase({ on }: { on?: Pick<RedisServer, 'url'> } = {}): Promise<RedisDatabase> {
  const server = on?.url ?? (await shared('redisUrl'));
  const number = await tell(server, async (client) => 1 + ((await client.incr('databases-taken')) % (databases - 1)));
  const url = server.replace(/\/\d*$/, `/${number}`);
  const empty = async () => {
    await tell(url, (client) => client.flushdb());
  };
  await empty();
  return {
    url,
    empty,
    async stop() {
      const leaked = await leakedClients(server, number);
      await empty();
      if (leaked.length > 0) throw new Error(`Redis clients left open at the end of the test: ${leaked.join('; ')}`);
    },
  };
}

/** Runs `use` with an empty Redis database. Fails when `use` leaves a client connected. */
export async function withRedis<T>(
  use: (redis: RedisDatabase) => Promise<T>,
  options: { on?: Pick<RedisServer, 'url'> } = {},
): Promise<T> {
  const redis = await createRedisDatabase(options);
  let answer: T;
  try {
    answer = await use(redis);
  } catch (error) {
    await redis.stop().catch(() => undefined);
    throw error;
  }
  await redis.stop();
  return answer;
}

async function leakedClients(server: string, number: number): Promise<string[]> {
  let found: string[] = [];
  await until(
    async () => {
      const list = await tell(server, (client) => client.client('LIST') as Promise<string>);
      found = list.split('\n').filter((line) => line.includes(` db=${number} `));
      return found.length === 0;
    },
    { what: 'Redis clients to leave', deadline: 10_000 },
  ).catch(() => undefined);
  return found;
}

async function tell<T>(url: string, command: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url, { maxRetriesPerRequest: 1, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await command(client);
  } finally {
    client.disconnect();
  }
}

function startServer(plan: { folder: string; port: number; policy: string; url: string }): Promise<Daemon> {
  const settings = {
    ...{ bind: '127.0.0.1', port: plan.port, dir: plan.folder, databases, 'maxmemory-policy': plan.policy },
    ...{ save: '', appendonly: 'no', daemonize: 'no' },
  };
  return startDaemon({
    name: 'Redis',
    command: 'redis-server',
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ready: () => tell(plan.url, (client) => client.ping()).then((answer) => answer === 'PONG'),
  });
}
