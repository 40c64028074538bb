import { randomUUID } from 'node:crypto';
import { step } from '@zaakpost/domain';
import { bareQueue } from './bare-queue.ts';
import { alone, type Benchmark, compared, type Scale } from './benchmark.ts';
import { counted, hire } from './crew.ts';
import { openEngineRoom } from './engine-room.ts';
import { type Ground, type Place, withGround, withPlace } from './ground.ts';
import { inRounds, rateOf } from './rounds.ts';

const CONCURRENCY = 16;
const AT_ONCE = 1_000;
const LEAST_WITH_FOUR = 2_000;

/** What a step costs over the job that carries it. */
export const queue: Benchmark = {
  name: 'queue',
  includes:
    'steps of a stage that does nothing: claim, finish, birth and publishing of the next step. Bare: a BullMQ job that does nothing. Concurrency 16 in a process of its own; filling the queue is outside.',
  run: (scale) =>
    withGround(async (ground) => [
      await onRedis(ground, scale, 1),
      ...(await onRedisWithFour(ground, scale)),
      await onPostgres(ground, scale),
    ]),
};

async function onRedis(ground: Ground, { full, rounds }: Scale, workers: number) {
  const count = full ? 20_000 : 5_000;
  const sides = await inRounds(rounds, {
    ours: () => withPlace(ground, 'redis', (place) => ours(place, count, workers)),
    bare: () => withPlace(ground, 'redis', (place) => bare(place, count * 2, workers)),
  });
  return compared(`Redis, ${workers === 1 ? 'one worker' : `${workers} workers`}`, 'steps/s', sides);
}

async function onRedisWithFour(ground: Ground, scale: Scale) {
  const figure = await onRedis(ground, scale, 4);
  return [figure, alone('Redis, 4 workers', 'steps/s', figure.ours, { least: LEAST_WITH_FOUR })];
}

async function onPostgres(ground: Ground, { full, rounds }: Scale) {
  const count = full ? 5_000 : 2_000;
  const sides = await inRounds(rounds, {
    ours: () => withPlace(ground, 'postgres', (place) => ours(place, count, 1)),
    bare: () => withPlace(ground, 'postgres', (place) => bare(place, count, 1)),
  });
  return compared('PostgreSQL, one worker', 'steps/s', sides, 0.5);
}

async function ours(place: Place, count: number, workers: number): Promise<number> {
  await fill(place, count);
  const plan = { ...place, concurrency: CONCURRENCY, handOn: true };
  return rateOfCrew('./step-worker.ts', Array(workers).fill(plan), count);
}

async function bare({ queue: settings }: Place, count: number, workers: number): Promise<number> {
  const connection = bareQueue(settings);
  const jobs = connection.queue('scan');
  for (let done = 0; done < count; done += AT_ONCE) {
    await jobs.addBulk(
      Array.from({ length: Math.min(AT_ONCE, count - done) }, () => ({
        name: 'scan',
        data: { stepId: randomUUID(), publication: 1 },
        opts: { jobId: randomUUID() },
      })),
    );
  }
  await jobs.close();
  await connection.close();
  const plan = { queue: settings, concurrency: CONCURRENCY, count };
  return rateOfCrew('./bare-worker.ts', Array(workers).fill(plan), count);
}

/** Steps on record and in the queue. */
async function fill(place: Place, count: number): Promise<void> {
  const room = await openEngineRoom(place);
  for (let done = 0; done < count; done += AT_ONCE) {
    const born = Array.from({ length: Math.min(AT_ONCE, count - done) }, () =>
      step('scan', 'inboundMessage', randomUUID()),
    );
    await room.queues.publish(await room.steps.begin(async () => born));
  }
  await room.close();
}

async function rateOfCrew(program: string, plans: object[], count: number): Promise<number> {
  const crew = await Promise.all(plans.map((plan) => hire(program, plan)));
  try {
    return await rateOf(count, async () => {
      for (const member of crew) member.start().catch(() => undefined);
      await counted(crew, count);
    });
  } finally {
    await Promise.all(crew.map((member) => member.stop()));
  }
}
