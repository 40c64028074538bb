import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  demoIds,
  demoOutgoing,
  demoPrefix,
  type Office,
  pointMailbox,
  pointOutgoingMail,
  settleIn,
} from '@zaakpost/app-standalone/demo';
import { formatSubjectCode, newMailCode, STAGES, type StageName } from '@zaakpost/domain';
import { connectQueues, migrateQueues, openQueues, type QueueSettings } from '@zaakpost/queue';
import { caseStore, type Database, outboundMessageStore, profileStore, secretBox, stepStore } from '@zaakpost/store';
import { type Postgres, type RedisServer, type SampleMail, sampleMails, until, withRedis } from '@zaakpost/testing';
import { type Records, withRecords } from './records.ts';
import { type App, type AppProcess, runCommand, startApp } from './process.ts';
import { LOGIN, type Services } from './services.ts';

export const BACKENDS = ['redis', 'postgres'] as const;
export type Backend = (typeof BACKENDS)[number];

/** A municipality with its records, its queue and its processes; empty until somebody starts them. */
export interface House {
  readonly database: Database;
  /** The same records, with what seals their secrets. */
  readonly office: Office;
  readonly queue: QueueSettings;
  readonly blobFolder: string;
  readonly services: Services;
  start(app: App, args?: string[], env?: Record<string, string>): Promise<AppProcess>;
  /** Every stage in one process, and a scheduler. */
  startAll(env?: Record<string, string>): Promise<AppProcess[]>;
  /** Runs a command of the command line to its end. */
  zaakpost(args: string[]): Promise<{ code: number; stdout: string }>;
  /** What every process said last, for a test that fails. */
  logs(options?: { whole: boolean }): string;
  sql<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
  /** Puts the first mail of the office on record and publishes it; gives its Message-ID once it is frozen. */
  sendFirst(): Promise<string>;
  samples(messageId: string): Promise<SampleMail[]>;
  /** PEM of the key that outgoing mail is signed with. */
  dkimKey(): Promise<string>;
}

/**
 * For tests in which something dies, so that what it held is soon taken up again; the same code as with the times of
 * production, which the others have: a process on a slow machine may stand still for longer than these.
 */
export const SHORT_LEASES: Record<string, string> = { LEASE_SECONDS: '3', LOCK_SECONDS: '2', STALLED_SECONDS: '1' };

/** A back end on the test run's servers, or on servers that the test takes down. */
export type Ground =
  | Backend
  | { backend: 'redis'; redis: Pick<RedisServer, 'url'>; postgres: Pick<Postgres, 'url'> }
  | { backend: 'postgres'; redis: null; postgres: Pick<Postgres, 'url'> };

/**
 * Sets up the office of the demo on a fresh database; everything that was started is stopped afterwards. `times`: settings
 * of every process.
 */
export async function withHouse(
  ground: Ground,
  services: Services,
  use: (house: House) => Promise<void>,
  times: Record<string, string> = {},
): Promise<void> {
  const { backend, redis, postgres } =
    typeof ground === 'string' ? { backend: ground, redis: null, postgres: null } : ground;
  await withRecords(
    async (records) => {
      const place = { ...records, services, times };
      if (backend === 'postgres') return open({ backend, url: records.url }, place, use);
      await withRedis(({ url }) => open({ backend, url, prefix: '{house}' }, place, use), redis ? { on: redis } : {});
    },
    postgres ? { on: postgres } : {},
  );
}

interface Place extends Records {
  services: Services;
  times: Record<string, string>;
}

async function open(queue: QueueSettings, place: Place, use: (house: House) => Promise<void>): Promise<void> {
  const key = randomBytes(32);
  const { database } = place;
  const processes: AppProcess[] = [];
  try {
    await migrateQueues(queue);
    const office: Office = { database, secrets: secretBox([{ id: 'test', key }]) };
    await settleIn(office);
    await pointProfiles(office, place.services);
    await database.ask((m) =>
      m.query(`update integration_profile set settings = settings || '{"pollSeconds": 1}' where type = 'pop3Mailbox'`),
    );
    await use(houseOf({ queue, place, office, key, processes }));
  } finally {
    await Promise.all(processes.map((one) => one.kill()));
  }
}

async function pointProfiles(office: Office, { dovecot, postfix }: Services): Promise<void> {
  const login = { userName: LOGIN.user, password: LOGIN.password };
  await pointMailbox(office, { port: dovecot.pop3sPort, ca: dovecot.ca, ...login });
  await pointOutgoingMail(office, { host: postfix.host, port: postfix.port, ca: postfix.ca, ...login });
}

function houseOf(parts: {
  queue: QueueSettings;
  place: Place;
  office: Office;
  key: Buffer;
  processes: AppProcess[];
}): House {
  const { queue, place, office, processes } = parts;
  const { database } = office;
  const env = environment(queue, place, parts.key);
  const start: House['start'] = async (app, args = [], more = {}) => {
    const started = await startApp(app, args, { ...env, ...more });
    processes.push(started);
    return started;
  };
  return {
    database,
    office,
    queue,
    blobFolder: join(place.folder, 'blobs'),
    services: place.services,
    start,
    startAll: (more) =>
      Promise.all([start('worker', [...STAGES] satisfies StageName[], more), start('scheduler', [], more)]),
    zaakpost: (args) => runCommand(args, env),
    logs: ({ whole } = { whole: false }) =>
      processes.map((one) => `${one.gone ? 'gone' : 'alive'}: ${one.log().slice(whole ? 0 : -3_000)}`).join('\n'),
    sql: (statement, parameters = []) => database.ask((manager) => manager.query(statement, parameters)),
    sendFirst: () => sendFirst(database, queue),
    dkimKey: async () => {
      const profiles = profileStore(database, office);
      return (await profiles.active('outgoingMail'))[0]?.settings.dkim?.privateKey ?? '';
    },
    samples: async (outgoing) => sampleMails({ codes: await codesOf(database), messageIds: { outgoing } }),
  };
}

const environment = (
  queue: QueueSettings,
  { url, folder, services, times }: Place,
  key: Buffer,
): Record<string, string> => ({
  SWEEP_SECONDS: '1',
  LOG_LEVEL: 'info',
  DATABASE_URL: url,
  QUEUE_BACKEND: queue.backend,
  ...(queue.backend === 'redis' && { REDIS_URL: queue.url, QUEUE_PREFIX: queue.prefix }),
  BLOB_DIR: join(folder, 'blobs'),
  SECRET_KEYS: `test:${key.toString('base64')}`,
  ALLOW_PRIVATE_HOSTS: 'on',
  CLAMAV_SIGNATURES: 'test',
  RSPAMD_URL: services.rspamd.url,
  CLAMD_PORT: String(services.clamd.port),
  DNS_SERVERS: services.dns.address,
  GRACE_SECONDS: '5',
  ...times,
});

async function sendFirst(database: Database, queue: QueueSettings): Promise<string> {
  const messages = outboundMessageStore(database);
  const publications = await stepStore(database).begin(async (tx) => [
    await messages.queued(tx, {
      id: demoIds.outgoing,
      caseId: demoIds.openCase,
      content: {
        ...{ kind: 'caseMail', subject: demoOutgoing.subject, text: demoOutgoing.text, html: null },
        ...{ sender: null, attachments: [], inReplyTo: null },
      },
      recipients: demoOutgoing.recipients.map((recipient) => ({ ...recipient })),
    }),
  ]);
  const connection = await connectQueues(queue, { workers: 0, log: () => undefined });
  const queues = openQueues(connection);
  await queues.publish(publications);
  await queues.close();
  await connection.close();
  return until(async () => (await messages.load(demoIds.outgoing)).frozen?.messageId, {
    what: 'the first mail to be frozen',
  });
}

async function codesOf(database: Database) {
  const code = async (id: string, mailCode?: string) => {
    const { number, mailCode: own } = await caseStore(database).load(id);
    return formatSubjectCode(demoPrefix, { caseNumber: number, mailCode: mailCode ?? own });
  };
  return {
    open: await code(demoIds.openCase),
    wrong: await code(demoIds.openCase, newMailCode()),
    resolved: await code(demoIds.resolvedCase),
  };
}
