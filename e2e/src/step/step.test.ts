import { setTimeout as pause } from 'node:timers/promises';
import { jobId, PermanentError, seconds, step, TransientError, UnavailableError } from '@zaakpost/domain';
import { again, done, type Run } from '@zaakpost/pipeline';
import { until } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { BACKENDS, type Engine, type WorkerProcess, withEngine } from './engine.ts';

const nothing = async () => done();

function noted<T>(list: T[], item: T) {
  list.push(item);
  return done();
}

const allDone = (engine: Engine, count: number) =>
  until(async () => (await engine.states()).done === count, { what: `${count} steps to be done`, deadline: 20_000 });

/** Sweeps as a scheduler would until `check` holds. */
const sweptUntil = (engine: Engine, what: string, check: () => Promise<boolean>) =>
  until(() => engine.sweep().then(check), { what, deadline: 20_000, every: 200 });

describe.each(BACKENDS)('a step on %s', (backend) => {
  test('runs once and is done, and gives birth to the next in the same commit', () =>
    withEngine(backend, async (engine) => {
      const ran: string[] = [];
      engine.worker(async ({ id }) => done({ next: [step('classify', 'inboundMessage', id)] }));
      engine.worker(async ({ id }) => noted(ran, id), { stage: 'classify' });

      const [id] = await engine.start();
      await allDone(engine, 2);

      const { about } = (await engine.steps.load(id as string)) ?? {};
      expect(ran).toEqual([about?.id]);
    }));

  test('is claimed by one of many that race for it', () =>
    withEngine(backend, async (engine) => {
      const ids = await engine.start(20, { publish: false });

      const results = await Promise.all(
        ids.flatMap((id) =>
          Array.from({ length: 10 }, () => engine.steps.claim(id, 1, { lease: 5_000, alone: false })),
        ),
      );

      expect(results.filter(({ kind }) => kind === 'claimed')).toHaveLength(20);
    }));

  test('whose publication was lost is published by the sweep', () =>
    withEngine(backend, async (engine) => {
      engine.worker(nothing);
      await engine.start(50, { publish: false });

      await sweptUntil(engine, 'the lost to be found', async () => (await engine.states()).done === 50);
    }));

  test('whose job the queue still knows as finished gets a new publication', () =>
    withEngine(backend, async (engine) => {
      const worker = engine.worker(nothing);
      const [id = ''] = await engine.start();
      await allDone(engine, 1);
      await until(async () => (await place(engine, id, 1)) === 'finished', { what: 'the job to finish' });

      await engine.sql(
        `update step set state = 'pending', finished_at = null, offered_at = now() - interval '1 minute' where id = $1`,
        [id],
      );
      await sweptUntil(engine, 'the step to be done again', async () => (await engine.states()).done === 1);

      expect((await engine.steps.load(id))?.publication).toBe(2);
      expect(worker.seen.filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
    }));

  test('is not offered twice while its job waits in a long backlog', () =>
    withEngine(backend, async (engine) => {
      await engine.start(200);
      await pause(500);

      const report = await engine.sweep();

      expect(report).toEqual({ released: 0, republished: 200, renewed: 0 });
      const waiting = await engine.queues.all.find(({ name }) => name === 'scan')?.getJobCounts('waiting');
      expect(waiting).toEqual({ waiting: 200 });
    }));

  test('survives a queue that is emptied in full flow, and runs once', () =>
    withEngine(backend, async (engine) => {
      const runs = new Map<string, number>();
      engine.worker(async ({ id }) => {
        runs.set(id, (runs.get(id) ?? 0) + 1);
        await pause(5);
        return done();
      });
      await engine.start(300);
      await until(async () => ((await engine.states()).done ?? 0) > 50, { what: 'some steps to be done' });

      await engine.empty();
      await sweptUntil(engine, 'all to be done', async () => (await engine.states()).done === 300);

      expect([...runs.values()].filter((count) => count !== 1)).toEqual([]);
    }));

  test('of a worker that died is taken over, alone in its process', () =>
    withEngine(backend, async (engine) => {
      const dying = engine.worker(() => new Promise(() => undefined), { concurrency: 1 });
      const [id = ''] = await engine.start();
      await until(async () => (await engine.states()).running === 1, { what: 'the step to run' });
      await dying.crash();

      engine.worker(nothing);
      await sweptUntil(engine, 'the step to be taken over', async () => (await engine.states()).done === 1);

      expect(await engine.steps.load(id)).toMatchObject({ state: 'done', publication: 2, attempts: 2, deaths: 0 });
    }));

  test('cannot be written by a worker that stood still and woke up', () =>
    withEngine(backend, async (engine) => {
      const [id = ''] = await engine.start(1, { publish: false });
      const first = await engine.steps.claim(id, 1, { lease: 1, alone: false });
      if (first.kind !== 'claimed') throw new Error('not claimed');
      await pause(20);
      await engine.sweep();
      const second = await engine.steps.claim(id, 2, { lease: 5_000, alone: true });
      if (second.kind !== 'claimed') throw new Error('not claimed again');
      let written = 0;
      const record = async () => {
        written += 1;
      };

      const late = await engine.steps.end(first.claim, { kind: 'done', next: [], record });
      await expect(engine.steps.commit(first.claim, record)).rejects.toThrow('no longer stands');
      const right = await engine.steps.end(second.claim, { kind: 'done', next: [], record });

      expect([late.stood, right.stood, written]).toEqual([false, true, 1]);
    }));

  test('records nothing when its own end cannot be committed', () =>
    withEngine(backend, async (engine) => {
      let tries = 0;
      engine.worker(async ({ id }) =>
        done({
          record: async () => {
            tries += 1;
            if (tries === 1) throw new Error('the effect went wrong');
          },
          next: [step('classify', 'inboundMessage', id)],
        }),
      );

      await engine.start();
      await allDone(engine, 1);

      expect(await engine.states()).toEqual({ done: 1, pending: 1 });
    }));

  test('that is not due yet waits, also when its job comes early', () =>
    withEngine(backend, async (engine) => {
      const due = new Date(Date.now() + seconds(2));
      const ran: number[] = [];
      engine.worker(async () => noted(ran, Date.now()));
      const [id = ''] = await engine.start(1, { notBefore: due });
      const queue = engine.queues.all.find(({ name }) => name === 'scan');

      await (await queue?.getJob(jobId({ stepId: id, publication: 1 })))?.promote();
      await allDone(engine, 1);

      expect(ran).toHaveLength(1);
      expect(ran[0]).toBeGreaterThanOrEqual(due.getTime() - 5);
    }));

  test('is due by the clock of the database, whatever a worker takes the time to be', () =>
    withEngine(backend, async (engine) => {
      const [id = ''] = await engine.start(1, { notBefore: new Date(Date.now() + seconds(60)), publish: false });

      const early = await engine.steps.claim(id, 1, { lease: 5_000, alone: false });

      expect(early).toMatchObject({ kind: 'notDue' });
    }));

  test('that was rescheduled runs at its new moment, once', () =>
    withEngine(backend, async (engine) => {
      const runs: string[] = [];
      engine.worker(async ({ id }) => noted(runs, id));
      const [id = ''] = await engine.start(1, { notBefore: new Date(Date.now() + seconds(3_600)) });
      const { about } = (await engine.steps.load(id)) ?? { about: { id: '' } };

      const moved = await engine.database.transaction((tx) =>
        engine.steps.reschedule(tx, 'scan', about.id, new Date(Date.now() + 300)),
      );
      await engine.queues.publish(moved ? [moved] : []);
      await allDone(engine, 1);

      expect(runs).toEqual([about.id]);
      expect(moved?.publication).toBe(2);
    }));

  test('runs again when it says so, with attempts from the start', () =>
    withEngine(backend, async (engine) => {
      const attempts: number[] = [];
      engine.worker(async ({ step: { attempts: now } }) => {
        attempts.push(now);
        return attempts.length < 4 ? again() : done();
      });

      await engine.start();
      await allDone(engine, 1);

      expect(attempts).toEqual([1, 1, 1, 1]);
    }));

  test('is retried after a transient error and fails with its code when the policy ends', () =>
    withEngine(backend, async (engine) => {
      const worker = engine.worker(async () => {
        throw new TransientError('smtp-deferred', { message: 'Later.' });
      });
      const [id = ''] = await engine.start();

      await until(async () => (await engine.states()).failed === 1, { what: 'the step to fail' });

      expect(await engine.steps.load(id)).toMatchObject({ state: 'failed', attempts: 3, errorCode: 'smtp-deferred' });
      expect(worker.seen.map(({ outcome }) => outcome)).toEqual(['retried', 'retried', 'failed']);
    }));

  test('fails at once on a permanent error, and the queue is told the code only', () =>
    withEngine(backend, async (engine) => {
      engine.worker(async () => {
        throw new PermanentError('address-invalid', { message: 'The address jan@example.org is invalid.' });
      });
      const [id = ''] = await engine.start();
      const queue = engine.queues.all.find(({ name }) => name === 'scan');

      const job = await until(async () => (await queue?.getFailed())?.[0], { what: 'the job to fail' });

      expect((await engine.steps.load(id))?.attempts).toBe(1);
      expect(job.failedReason).toBe('address-invalid');
      expect(JSON.stringify(job)).not.toContain('jan@example.org');
    }));

  test('waits without using attempts while a dependency of the whole stage is away', () =>
    withEngine(backend, async (engine) => {
      let away = true;
      engine.worker(async () => {
        if (away) throw new UnavailableError('clamd-away', { scope: 'stage', message: 'Away.', retryAfter: 200 });
        return done();
      });
      const [id = ''] = await engine.start(5);
      await until(async () => (await engine.steps.load(id))?.errorCode === 'clamd-away', { what: 'the wait to show' });
      await pause(600);

      away = false;
      await sweptUntil(engine, 'all to flow again', async () => (await engine.states()).done === 5);

      expect((await engine.steps.load(id))?.attempts).toBe(1);
    }));

  test('waits alone while only its own dependency is away', () =>
    withEngine(backend, async (engine) => {
      const ids = await engine.start(5, { publish: false });
      const broken = (await engine.steps.load(ids[0] as string))?.about.id;
      engine.worker(async ({ id }) => {
        if (id === broken)
          throw new UnavailableError('pop3-unreachable', { scope: 'thing', message: 'Away.', retryAfter: 60_000 });
        return done();
      });

      await sweptUntil(engine, 'the others to be done', async () => (await engine.states()).done === 4);

      expect(await engine.steps.load(ids[0] as string)).toMatchObject({ state: 'pending', attempts: 0, waits: 1 });
    }));

  test('is cancelled or run, never both', () =>
    withEngine(backend, async (engine) => {
      const ran = new Set<string>();
      engine.worker(async ({ id }) => done({ record: async () => void ran.add(id) }));
      const ids = await engine.start(200);
      const abouts = (await engine.sql<{ about_id: string }>('select about_id from step order by id')).map(
        (r) => r.about_id,
      );

      const cancelled = new Set<string>();
      await Promise.all(
        abouts.map(async (about) => {
          const won = await engine.database.transaction((tx) => engine.steps.cancel(tx, 'scan', about));
          if (won) cancelled.add(about);
        }),
      );
      await until(async () => Object.keys(await engine.states()).every((s) => s === 'done' || s === 'cancelled'), {
        what: 'every step to be over',
      });

      expect(ran.size + cancelled.size).toBe(ids.length);
      expect([...ran].filter((id) => cancelled.has(id))).toEqual([]);
    }));

  test('is replayed as a new step that names the old one', () =>
    withEngine(backend, async (engine) => {
      let fails = true;
      engine.worker(async () => {
        if (fails) throw new PermanentError('blob-corrupt', { message: 'Flipped.' });
        return done();
      });
      const [id = ''] = await engine.start();
      await until(async () => (await engine.states()).failed === 1, { what: 'the step to fail' });
      fails = false;

      await engine.queues.publish(await engine.steps.begin(async (tx) => [await engine.steps.replay(tx, id)]));
      await sweptUntil(engine, 'the replay to be done', async () => (await engine.states()).done === 1);

      const rows = await engine.sql<{ replay_of: string }>(`select replay_of from step where state = 'done'`);
      expect(rows).toEqual([{ replay_of: id }]);
    }));

  test('that kills its process is alone from then on, and fails after three deaths alone beside good neighbours', () =>
    withEngine(backend, async (engine) => {
      const ids = await engine.start(16);
      const poison = (await engine.steps.load(ids[7] as string))?.about.id;
      let worker: WorkerProcess | undefined;
      const aboard: string[][] = [];
      const work = async ({ id }: Run) => {
        if (id === poison) {
          aboard.push([id]);
          void worker?.crash();
          return new Promise<never>(() => undefined);
        }
        await pause(50);
        return done();
      };
      worker = engine.worker(work);

      await sweptUntil(engine, 'the poison to fail and the others to be done', async () => {
        if (worker?.crashed) worker = engine.worker(work);
        const states = await engine.states();
        return states.failed === 1 && states.done === 15;
      });

      expect(await engine.steps.load(ids[7] as string)).toMatchObject({ errorCode: 'process-died', deaths: 3 });
      expect(aboard).toHaveLength(4);
    }));

  test('is given back when the worker stops before it is finished', () =>
    withEngine(backend, async (engine) => {
      const worker = engine.worker(() => new Promise(() => undefined));
      const [id = ''] = await engine.start();
      await until(async () => (await engine.states()).running === 1, { what: 'the step to run' });

      await worker.stop();

      expect(await engine.steps.load(id)).toMatchObject({ state: 'pending', attempts: 0 });
      engine.worker(nothing);
      await sweptUntil(engine, 'another worker to finish it', async () => (await engine.states()).done === 1);
    }));

  test('that BullMQ failed without running our code is offered again', () =>
    withEngine(backend, async (engine) => {
      const [id = ''] = await engine.start();
      const queue = engine.queues.all.find(({ name }) => name === 'scan');
      await queue?.remove(jobId({ stepId: id, publication: 1 }));
      await queue?.add('scan', {}, { jobId: jobId({ stepId: id, publication: 1 }), attempts: 1, delay: 3_600_000 });

      engine.worker(nothing);
      await pause(500);
      await sweptUntil(engine, 'the step to be done', async () => (await engine.states()).done === 1);

      expect((await engine.steps.load(id))?.publication).toBe(2);
    }));
});

async function place(engine: Engine, stepId: string, publication: number) {
  const of = { stepId, publication, stage: 'scan' as const, dueIn: 0 };
  return (await engine.queues.whereabouts([of])).get(jobId(of))?.kind;
}
