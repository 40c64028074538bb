import { readFile } from 'node:fs/promises';
import { folderBlobs } from '@zaakpost/blobs';
import type { ReceiverConfig } from '@zaakpost/config';
import { connectQueues, openQueues } from '@zaakpost/queue';
import { blobLedger, closedBox, inboundMessageStore, openDatabase, profileStore, stepStore } from '@zaakpost/store';
import { createRegistry, type Log, type RunningApp, startMetricsServer } from '@zaakpost/telemetry';
import { recipientFinder } from './recipients.ts';
import { type SmtpIn, startSmtpIn } from './smtp-in.ts';

export interface Receiver extends RunningApp {
  /** Those that listen: SMTP, then LMTP where it is wanted. */
  readonly ports: readonly number[];
}

/** Receives until it is stopped. @throws ConfigError when the schema is not this code's. */
export async function startReceiver(config: ReceiverConfig, log: Log): Promise<Receiver> {
  const { url, poolSize } = config.database;
  const database = await openDatabase({ url, poolSize, applicationName: 'zaakpost-receiver' });
  await database.requireSchema();
  const connection = await connectQueues(config.queue, {
    workers: 0,
    log: (error) => log.warn('the queue complains', {}, error),
  });
  const queues = openQueues(connection);
  const profiles = profileStore(database, { secrets: closedBox });
  const acceptance = {
    blobs: await folderBlobs({ dir: config.blobs.folder, ledger: blobLedger(database) }),
    messages: inboundMessageStore(database),
    steps: stepStore(database),
    queue: queues,
    findRecipient: recipientFinder(profiles, config.platformDomain),
    log,
  };
  const doors = await openDoors(config, (settings) => startSmtpIn(settings, acceptance));
  const { port, ...server } = config.metrics;
  const metrics = port === null ? null : await startMetricsServer(createRegistry('receiver'), { ...server, port });

  return {
    ports: doors.map((door) => door.port),
    async stop() {
      await Promise.all(doors.map((door) => door.close()));
      await metrics?.close();
      await queues.close();
      await connection.close();
      await database.close();
    },
  };
}

async function openDoors(
  { smtp, platformDomain, grace }: ReceiverConfig,
  open: (settings: Parameters<typeof startSmtpIn>[0]) => Promise<SmtpIn>,
): Promise<SmtpIn[]> {
  const { host, port, lmtpPort, maximumSizeMb } = smtp;
  const tls = smtp.tls && {
    cert: await readFile(smtp.tls.certificateFile),
    key: await readFile(smtp.tls.keyFile),
  };
  const settings = { host, name: platformDomain, maximumSizeMb, tls, grace };
  const doors = [await open({ ...settings, port, lmtp: false })];
  if (lmtpPort !== null) doors.push(await open({ ...settings, port: lmtpPort, lmtp: true }));
  return doors;
}
