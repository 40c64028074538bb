import { setTimeout as pause } from 'node:timers/promises';
import { jobId } from '@zaakpost/domain';
import { done } from '@zaakpost/pipeline';
import { until } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { allDone, nothing, sweptUntil } from './awaiting.ts';
import { BACKENDS, type Engine, withEngine } from './engine.ts';

describe.each(BACKENDS)('a step on %s', (backend) => {
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

      expect(report).toEqual({ released: 0, republished: 0, renewed: 0 });
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
