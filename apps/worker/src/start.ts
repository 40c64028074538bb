import type { WorkerConfig } from '@zaakpost/config';
import type { StageName } from '@zaakpost/domain';
import { createRunner } from '@zaakpost/pipeline';
import { connectQueues, hostStage, openQueues } from '@zaakpost/queue';
import { createRegistry, type Log, type RunningApp, startMetricsServer, stepMetrics } from '@zaakpost/telemetry';
import { endBounded } from './end-bounded.ts';
import { failPoint } from './fail-point.ts';
import { observer } from './observe.ts';
import { openRecords } from './records.ts';
import { equip } from './stages.ts';

/** Runs the named stages until it is stopped. */
export async function startWorker(names: readonly StageName[], config: WorkerConfig, log: Log): Promise<RunningApp> {
  const { lease, grace, concurrency, lockDuration, stalledInterval } = config.steps;
  const registry = createRegistry('worker');
  const records = await openRecords(config);
  const connection = await connectQueues(config.queue, {
    workers: names.length,
    log: (error) => log.warn('the queue complains', {}, error),
  });
  const queues = openQueues(connection);
  const equipped = await Promise.all(names.map((name) => equip(name, { records, config, log })));
  const runner = createRunner({
    stages: equipped.map(({ stage }) => stage),
    steps: records.steps,
    publisher: queues,
    lease,
    observe: observer(log, stepMetrics(registry)),
    point: failPoint(config.steps.failPoint),
  });
  const hosted = names.map((stage) =>
    hostStage(connection, {
      stage,
      queue: connection.queue(stage),
      handle: runner.handle,
      settings: { concurrency: concurrency[stage], lockDuration, stalledInterval },
      log: (error) => log.warn('a worker complains', { stage }, error),
    }),
  );
  const { port, ...server } = config.metrics;
  const metrics = port === null ? null : await startMetricsServer(registry, { ...server, port });
  log.info('stages run', { stages: names, ...(metrics && { port: metrics.port }) });

  return {
    async stop() {
      await endBounded({ hosted, runner, grace });
      await Promise.all(equipped.map((one) => one.close()));
      await metrics?.close();
      await queues.close();
      await connection.close();
      await records.close();
    },
  };
}
