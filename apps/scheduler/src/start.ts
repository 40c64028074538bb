import { folderBlobs } from '@zaakpost/blobs';
import type { SchedulerConfig } from '@zaakpost/config';
import { hours, minutes, seconds } from '@zaakpost/domain';
import { sweep, unusedBytes } from '@zaakpost/pipeline';
import { connectQueues, openQueues } from '@zaakpost/queue';
import {
  blobLedger,
  blobUse,
  closedBox,
  openDatabase,
  profileStore,
  retention,
  serverMessageStore,
  stepStore,
  sweepLedger,
} from '@zaakpost/store';
import { createRegistry, type Log, type RunningApp, startMetricsServer } from '@zaakpost/telemetry';
import { schedule } from 'node-cron';
import { type Duty, roster } from './duty.ts';
import { failures } from './failures.ts';
import { keepTerms } from './keep-terms.ts';
import { leadership } from './leadership.ts';
import { forgetMails } from './forget-mails.ts';
import { pollMailboxes } from './polls.ts';

const EVERY_SECOND = '* * * * * *';
/** Rows of bytes that are looked at in a minute: a million in eight hours. */
const MOST_BLOBS = 2_000;

/** Ticks until it is stopped; does something only while it leads. */
export async function startScheduler(config: SchedulerConfig, log: Log): Promise<RunningApp> {
  const { url, poolSize } = config.database;
  const database = await openDatabase({ url, poolSize, applicationName: 'zaakpost-scheduler' });
  await database.requireSchema();
  const connection = await connectQueues(config.queue, {
    workers: 0,
    log: (error) => log.warn('the queue complains', {}, error),
  });
  const queues = openQueues(connection);
  const now = () => performance.now();
  const blobs = await folderBlobs({ dir: config.blobs.folder, ledger: blobLedger(database) });
  const removeUnused = unusedBytes({
    use: blobUse(database),
    blobs,
    age: config.unusedBlobs,
    most: MOST_BLOBS,
    now: () => new Date(),
  });

  const duties: Duty[] = [
    {
      name: 'polls',
      every: seconds(1),
      perform: pollMailboxes({
        profiles: profileStore(database, { secrets: closedBox }),
        steps: stepStore(database),
        publisher: queues,
        now,
      }),
    },
    {
      name: 'sweep',
      every: config.sweep,
      async perform() {
        const failed = failures(database);
        const sweeping = { ledger: sweepLedger(database), publisher: queues, jobs: queues, age: config.sweep, failed };
        const { released, republished, renewed } = await sweep(sweeping);
        if (released + republished + renewed > 0) log.info('swept', { released, count: republished, renewed });
      },
    },
    { name: 'forgetting', every: hours(1), perform: forgetMails(serverMessageStore(database)) },
    {
      name: 'retention',
      every: minutes(1),
      async perform() {
        const { deleted, letGo } = await keepTerms(retention(database), config);
        if (deleted > 0) log.info('deleted from quarantine after their term', { count: deleted });
        if (letGo > 0) log.info('let go of bytes after their term', { count: letGo });
      },
    },
    {
      name: 'unused bytes',
      every: minutes(1),
      async perform() {
        const { known, removed } = await removeUnused();
        if (known > 0) log.info('put the parts of mails on record', { count: known });
        if (removed > 0) log.info('removed unused bytes', { count: removed });
      },
    },
    {
      name: 'half files',
      every: minutes(10),
      async perform() {
        const cleared = await blobs.clearAbandoned();
        if (cleared > 0) log.info('cleared what dead processes left half written', { count: cleared });
      },
    },
  ];
  const shift = roster(duties, (duty, error) => log.warn('a duty was not done', { process: duty.name }, error));
  const lead = leadership(database);
  const task = schedule(
    EVERY_SECOND,
    async () => {
      if (await lead.held()) shift.tick(now());
    },
    { noOverlap: true, suppressMissedWarning: true },
  );
  const { port, ...server } = config.metrics;
  const metrics = port === null ? null : await startMetricsServer(createRegistry('scheduler'), { ...server, port });

  return {
    async stop() {
      await task.destroy();
      await shift.idle();
      await lead.resign();
      await metrics?.close();
      await queues.close();
      await connection.close();
      await database.close();
    },
  };
}
