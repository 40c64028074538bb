import { randomUUID } from 'node:crypto';
import { seconds, step } from '@zaakpost/domain';
import type { QueueSettings } from '@zaakpost/queue';
import { bareQueue } from './bare-queue.ts';
import { alone, type Benchmark, type Figure, type Scale } from './benchmark.ts';
import { counted, hire } from './crew.ts';
import { openEngineRoom } from './engine-room.ts';
import { type Ground, type Place, withGround, withPlace } from './ground.ts';
import { median } from './rounds.ts';

const CONCURRENCY = 16;
/** As dense as 5,000 within 10 s. */
const EVERY = seconds(10) / 5_000;
const LATEST = 1_000;
/** Time to put all on record and in the queue before the first is due. */
const FILLING = 2;

interface Punctuality {
  p99: number;
  early: number;
  twice: number;
}

/** Whether what is due comes when it is due. */
export const delayed: Benchmark = {
  name: 'delayed',
  includes:
    '2,000 steps due within 4 s (5,000 within 10 s with --full): from the moment on record to the claim, by the clock of the database. Bare: the delay of a BullMQ job to its processing. One process, concurrency 16.',
  run: (scale) =>
    withGround(async (ground) => [
      ...(await onBackend(ground, scale, 'redis', 'Redis')),
      ...(await onBackend(ground, scale, 'postgres', 'PostgreSQL')),
    ]),
};

async function onBackend(
  ground: Ground,
  { full, rounds }: Scale,
  backend: QueueSettings['backend'],
  name: string,
): Promise<Figure[]> {
  const count = full ? 5_000 : 2_000;
  const seen: { ours: Punctuality; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    seen.push({
      ours: await withPlace(ground, backend, (place) => ours(place, count)),
      bare: await withPlace(ground, backend, (place) => bare(place, count)),
    });
  }
  const of = (pick: (punctuality: Punctuality) => number) => seen.map((round) => pick(round.ours));
  const late = alone(`${name}, p99 late`, 'ms', median(of(({ p99 }) => p99)), { most: LATEST });
  const bareLate = median(seen.map((round) => round.bare));
  return [
    { ...late, bare: bareLate, ratio: bareLate / late.ours },
    alone(`${name}, run early`, 'steps', Math.max(...of(({ early }) => early)), { most: 0 }),
    alone(`${name}, run twice`, 'steps', Math.max(...of(({ twice }) => twice)), { most: 0 }),
  ];
}

async function ours(place: Place, count: number): Promise<Punctuality> {
  const room = await openEngineRoom(place);
  const worker = await hire('./step-worker.ts', { ...place, concurrency: CONCURRENCY, handOn: false });
  try {
    const born = moments(count).map((notBefore) => step('scan', 'inboundMessage', randomUUID(), { notBefore }));
    await room.queues.publish(await room.steps.begin(async () => born));
    await worker.start();
    await counted([worker], count);
    const [row] = await room.database.ask((manager) =>
      manager.query(
        `select percentile_disc(0.99) within group (order by late)::float8 as p99,
                count(*) filter (where late < 0)::int as early, count(*) filter (where attempts > 1)::int as twice
           from (select extract(epoch from started_at - due.at) * 1000 as late, attempts
                   from step join unnest($1::uuid[], $2::timestamptz[]) as due (id, at) using (id)) as run`,
        // The end of a step moves its own "not before".
        [born.map(({ id }) => id), born.map(({ notBefore }) => notBefore)],
      ),
    );
    return { ...row, twice: row.twice + worker.count - count };
  } finally {
    await worker.stop();
    await room.close();
  }
}

async function bare({ queue }: Place, count: number): Promise<number> {
  const connection = bareQueue(queue);
  const worker = await hire<number[]>('./bare-worker.ts', { queue, concurrency: CONCURRENCY, count });
  try {
    const jobs = connection.queue('scan');
    await jobs.addBulk(
      moments(count).map((due) => ({
        name: 'scan',
        data: { due: due.getTime() },
        opts: { jobId: randomUUID(), delay: due.getTime() - Date.now() },
      })),
    );
    await jobs.close();
    const lateness = (await worker.start()).toSorted((a, b) => a - b);
    return lateness[Math.ceil(count * 0.99) - 1] ?? Number.NaN;
  } finally {
    await worker.stop();
    await connection.close();
  }
}

/** Evenly one after the other, the first when all are in the queue. */
function moments(count: number): Date[] {
  const first = Date.now() + seconds(1) + count * FILLING;
  return Array.from({ length: count }, (_, index) => new Date(first + index * EVERY));
}
