import { setTimeout as pause } from 'node:timers/promises';
import { done, type Run } from '@zaakpost/pipeline';
import { until } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { nothing, sweptUntil } from './awaiting.ts';
import { BACKENDS, SHORT_LEASE, type WorkerProcess, withEngine } from './engine.ts';

describe.each(BACKENDS)('a step on %s', (backend) => {
  test('of a worker that died is taken over, alone in its process', () =>
    withEngine(backend, async (engine) => {
      const dying = engine.worker(() => new Promise(() => undefined), { concurrency: 1, lease: SHORT_LEASE });
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
      const second = await engine.steps.claim(id, 2, { lease: 60_000, alone: true });
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
      worker = engine.worker(work, { lease: SHORT_LEASE });

      await sweptUntil(engine, 'the poison to fail and the others to be done', async () => {
        if (worker?.crashed) worker = engine.worker(work, { lease: SHORT_LEASE });
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
});
