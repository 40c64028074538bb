import { join } from 'node:path';
import { folderBlobs } from '@zaakpost/blobs';
import type { ApiConfig } from '@zaakpost/config';
import { mailboxTester } from '@zaakpost/mailbox';
import { connectQueues, openQueues } from '@zaakpost/queue';
import { blobLedger, openDatabase, secretBox } from '@zaakpost/store';
import type { Log, RunningApp } from '@zaakpost/telemetry';
import { createApi } from './api.ts';
import { apiRegistry } from './api-registry.ts';
import { recordsOf } from './records.ts';

const BUILT_PAGES = join(import.meta.dirname, '../../web/dist');
/** Failed sign-ins per name and client in a quarter of an hour. */
const SIGN_IN_LIMIT = 10;

/** Serves until it is stopped. @throws ConfigError when the schema is not this code's. */
export async function startApi(config: ApiConfig, log: Log): Promise<RunningApp> {
  const { url, poolSize } = config.database;
  const database = await openDatabase({ url, poolSize, applicationName: 'zaakpost-api' });
  await database.requireSchema();
  const connection = await connectQueues(config.queue, {
    workers: 0,
    log: (error) => log.warn('the queue complains', {}, error),
  });
  const queues = openQueues(connection);
  const records = recordsOf(database, {
    secrets: secretBox(config.secretKeys),
    sessionHours: config.web.sessionHours,
  });
  const api = createApi({
    ...records,
    blobs: await folderBlobs({ dir: config.blobs.folder, ledger: blobLedger(database) }),
    publisher: queues,
    mailboxes: mailboxTester({ allowPrivateHosts: config.allowPrivateHosts }),
    boardQueues: queues.all,
    log,
    registry: apiRegistry(records.views),
    metricsToken: config.metrics.token,
    testSignaturesOnly: config.screening.signatures === 'test',
    checks: {
      database: async () => void (await database.ask((db) => db.query('select 1'))),
      schema: () => database.requireSchema(),
      queue: connection.ping,
    },
    quarantineTerm: config.quarantineTerm,
    web: { ...config.web, webFolder: config.web.webFolder ?? BUILT_PAGES, signInLimit: SIGN_IN_LIMIT },
  });
  await api.listen(config.web);
  log.info('serves', { port: config.web.port });

  return {
    async stop() {
      await api.close(config.grace);
      await queues.close();
      await connection.close();
      await database.close();
    },
  };
}
