import { setTimeout as pause } from 'node:timers/promises';
import { PermanentError, step, TransientError, UnavailableError } from '@zaakpost/domain';
import { done } from '@zaakpost/pipeline';
import { until } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { allDone, sweptUntil } from './awaiting.ts';
import { BACKENDS, withEngine } from './engine.ts';

describe.each(BACKENDS)('a step on %s', (backend) => {
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
      const waiting = await engine.steps.load(id);

      away = false;
      await sweptUntil(engine, 'all to flow again', async () => (await engine.states()).done === 5);

      expect(waiting?.waits).toBe(0);
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
});
