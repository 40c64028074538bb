import { folderBlobs } from '@zaakpost/blobs';
import type { ReceiverConfig } from '@zaakpost/config';
import { type Milliseconds, seconds } from '@zaakpost/domain';
import { connectQueues, openQueues } from '@zaakpost/queue';
import { arrivalStore, blobLedger, closedBox, openDatabase, profileStore, stepStore } from '@zaakpost/store';
import { createRegistry, type Log, type RunningApp, receiverMetrics, startMetricsServer } from '@zaakpost/telemetry';
import { acceptance } from './acceptance.ts';
import { failPoint } from './fail-point.ts';
import { readKeyPair, watchKeyPair } from './key-pair-files.ts';
import { recipientFinder } from './recipients.ts';
import { openDoors } from './smtp-in.ts';

export interface Receiver extends RunningApp {
  /** Those that listen: SMTP, then LMTP where it is wanted. */
  readonly ports: readonly number[];
}

/** Receives until it is stopped. @throws ConfigError when the schema is not this code's. */
export async function startReceiver(
  config: ReceiverConfig,
  log: Log,
  { certificatesEvery = seconds(30) }: { certificatesEvery?: Milliseconds } = {},
): Promise<Receiver> {
  const { url, poolSize } = config.database;
  const database = await openDatabase({ url, poolSize, applicationName: 'zaakpost-receiver' });
  await database.requireSchema();
  const connection = await connectQueues(config.queue, {
    workers: 0,
    log: (error) => log.warn('the queue complains', {}, error),
  });
  const queue = openQueues(connection);
  const registry = createRegistry('receiver');
  const metrics = receiverMetrics(registry);
  const findRecipient = recipientFinder(profileStore(database, { secrets: closedBox }), config.platformDomain);
  let well = true;
  const taking = acceptance({
    ...{ arrivals: arrivalStore(database), steps: stepStore(database), queue, findRecipient, log, metrics },
    blobs: await folderBlobs({ dir: config.blobs.folder, ledger: blobLedger(database) }),
    point: failPoint(config.smtp.failPoint),
    health: (now) => {
      well = now;
    },
  });
  const files = config.smtp.tls;
  const keyPair = files && (await readKeyPair(files));
  const doors = await openDoors(config, keyPair, { acceptance: taking, findRecipient, metrics, log });
  const renew = (pair: NonNullable<typeof keyPair>) => {
    for (const door of doors) door.renew(pair);
  };
  const unwatch = files && keyPair && watchKeyPair(files, { every: certificatesEvery, first: keyPair, renew, log });
  const { port, ...server } = config.metrics;
  const tells = port === null ? null : await startMetricsServer(registry, { ...server, port, healthy: () => well });

  return {
    ports: doors.map((door) => door.port),
    async stop() {
      unwatch?.();
      await Promise.all(doors.map((door) => door.close(config.grace)));
      await taking.settled();
      await tells?.close();
      await queue.close();
      await connection.close();
      await database.close();
    },
  };
}
