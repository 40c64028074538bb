import { type Publisher, type StageName, seconds } from '@zaakpost/domain';
import { type BoundStage, createRunner, type Observation, type Runner } from '@zaakpost/pipeline';
import { connectQueues, hostStage, openQueues, type QueueConnection, type Queues } from '@zaakpost/queue';
import { type Database, openDatabase, stepStore } from '@zaakpost/store';
import type { Place } from './ground.ts';

/** What a worker process has, with the times of production. */
export interface EngineRoom {
  database: Database;
  steps: ReturnType<typeof stepStore>;
  queues: Queues;
  runnerOf(stages: BoundStage[], observe?: (observation: Observation) => void, publisher?: Publisher): Runner;
  /** Takes the stage's jobs from now on. */
  host(stage: StageName, runner: Runner, concurrency: number): void;
  close(): Promise<void>;
}

export async function openEngineRoom({ databaseUrl, queue }: Place): Promise<EngineRoom> {
  const database = await openDatabase({ url: databaseUrl });
  const connection: QueueConnection = await connectQueues(queue, { workers: 1, log: () => undefined });
  const queues = openQueues(connection);
  const steps = stepStore(database);
  const closing: (() => Promise<void> | void)[] = [
    () => queues.close(),
    () => connection.close(),
    () => database.close(),
  ];
  return {
    database,
    steps,
    queues,
    runnerOf(stages, observe = () => undefined, publisher = queues) {
      const runner = createRunner({ stages, steps, publisher, lease: seconds(20), observe });
      closing.unshift(() => runner.close());
      return runner;
    },
    host(stage, runner, concurrency) {
      const hosted = hostStage(connection, {
        stage,
        queue: connection.queue(stage),
        handle: runner.handle,
        settings: { concurrency, lockDuration: seconds(15), stalledInterval: seconds(5) },
        log: () => undefined,
      });
      closing.unshift(() => hosted.drain());
    },
    async close() {
      for (const close of closing) await close();
    },
  };
}
