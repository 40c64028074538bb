import { randomUUID } from 'node:crypto';
import { folderBlobs } from '@zaakpost/blobs';
import { days, type Role, type User } from '@zaakpost/domain';
import { mailboxTester } from '@zaakpost/mailbox';
import { connectQueues, migrateQueues, openQueues, type QueueSettings, type Queues } from '@zaakpost/queue';
import { blobLedger, type Database, openDatabase, secretBox } from '@zaakpost/store';
import { createLog } from '@zaakpost/telemetry';
import { createRedisDatabase, type ModelDatabase, withDatabase, withTemporaryFolder } from '@zaakpost/testing';
import { createApi } from './api.ts';
import { apiRegistry } from './api-registry.ts';
import type { ApiParts } from './parts.ts';
import { recordsOf } from './records.ts';

/** For tests: somebody who asks the listening server. */
export interface Visit {
  user: User;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** GET, and the answer read as JSON. */
  get<T = Record<string, unknown>>(path: string): Promise<T>;
  /** GET, and from where that leads to: the bytes of a file, asked for as a browser does, which sends no session there. */
  download(path: string): Promise<Response>;
  /** Sends JSON with the session's token. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface RunningApi {
  parts: ApiParts;
  url: string;
  anonymous: Visit;
  as(role: Role): Promise<Visit>;
}

const PASSWORD = 'correct horse battery staple';

interface Change {
  /** Which back end the queues are on; PostgreSQL when not given. */
  queues?: 'postgres' | 'redis';
  web?: Partial<ApiParts['web']>;
  metricsToken?: string | null;
  /** What the clock says; the machine's own when not given. */
  now?: () => Date;
}

/** For tests: the API on real PostgreSQL and real queues, listening on a free port of this machine. */
export function withApi(use: (api: RunningApi) => Promise<void>, change: Change = {}): Promise<void> {
  return withDatabase(
    ({ url }) =>
      withQueueSettings(url, change, (settings) =>
        withTemporaryFolder(async (folder) => {
          const database = await openDatabase({ url });
          try {
            await withQueues(settings, (queues) => serve({ database, folder, queues, change }, use));
          } finally {
            await database.close();
          }
        }),
      ),
    { like: MIGRATED },
  );
}

/** Records and queues, migrated. */
const MIGRATED: ModelDatabase = {
  name: 'migrated_with_queues',
  async prepare(url) {
    const database = await openDatabase({ url });
    try {
      await database.migrate();
      await migrateQueues({ backend: 'postgres', url });
    } finally {
      await database.close();
    }
  },
};

async function withQueueSettings(
  url: string,
  { queues = 'postgres' }: Change,
  use: (settings: QueueSettings) => Promise<void>,
): Promise<void> {
  if (queues === 'postgres') return use({ backend: 'postgres', url });
  const redis = await createRedisDatabase();
  try {
    await use({ backend: 'redis', url: redis.url, prefix: '{test}' });
  } finally {
    await redis.stop();
  }
}

interface OpenQueues {
  queues: Queues;
  ping: () => Promise<void>;
}

async function withQueues(settings: QueueSettings, use: (open: OpenQueues) => Promise<void>): Promise<void> {
  const connection = await connectQueues(settings, { workers: 0, log: () => undefined });
  const queues = openQueues(connection);
  try {
    await use({ queues, ping: connection.ping });
  } finally {
    await queues.close();
    await connection.close();
  }
}

interface Made {
  database: Database;
  folder: string;
  queues: OpenQueues;
  change: Change;
}

async function serve(
  { database, folder, queues: { queues, ping }, change: { web = {}, metricsToken = null, now } }: Made,
  use: (api: RunningApi) => Promise<void>,
): Promise<void> {
  const secrets = secretBox([{ id: 'test', key: Buffer.alloc(32, 7) }]);
  const records = recordsOf(database, { secrets, sessionHours: 1 });
  const parts: ApiParts = {
    ...records,
    now: now ?? records.now,
    blobs: await folderBlobs({ dir: folder, ledger: blobLedger(database) }),
    publisher: queues,
    mailboxes: mailboxTester({ allowPrivateHosts: true }),
    boardQueues: queues.all,
    log: createLog({ app: 'api', level: 'silent' }),
    registry: apiRegistry(records.views),
    metricsToken,
    testSignaturesOnly: true,
    checks: { database: () => database.requireSchema(), queue: ping },
    quarantineTerm: days(30),
    web: { ...usualWeb, webFolder: folder, ...web },
    checkAnswers: true,
  };
  const api = createApi(parts);
  try {
    const { url } = await api.listen({ host: '127.0.0.1', port: 0 });
    await use({ parts, url, anonymous: visit(url), as: (role) => signedIn(url, parts, role) });
  } finally {
    await api.close(1_000);
  }
}

const usualWeb = {
  publicUrl: 'http://localhost',
  contentUrl: null,
  trustedProxies: 0,
  sessionHours: 1,
  signInLimit: 5,
};

async function signedIn(base: string, { sessions }: ApiParts, role: Role): Promise<Visit> {
  const user: User = { id: randomUUID(), name: `Sam (${role})`, role };
  await sessions.setUser({ ...user, userName: role, password: PASSWORD });
  const response = await visit(base).send('POST', '/api/v1/session', { userName: role, password: PASSWORD });
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  const cookie = response.headers.getSetCookie().map((set) => set.split(';', 1)[0]);
  return visit(base, { user, headers: { cookie: cookie.join('; '), 'x-csrf-token': csrfToken } });
}

const nobody: User = { id: '', name: '', role: 'caseWorker' };

function visit(
  base: string,
  { user, headers }: { user: User; headers: Record<string, string> } = { user: nobody, headers: {} },
): Visit {
  const ask: Visit['fetch'] = (path, init = {}) =>
    fetch(`${base}${path}`, { redirect: 'manual', ...init, headers: { ...headers, ...(init.headers as object) } });
  return {
    user,
    fetch: ask,
    async download(path) {
      const led = await ask(path);
      return led.status === 303 ? fetch(new URL(led.headers.get('location') ?? '', base)) : led;
    },
    get: async <T>(path: string) => (await (await ask(path)).json()) as T,
    send: (method, path, body, more = {}) =>
      ask(path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
