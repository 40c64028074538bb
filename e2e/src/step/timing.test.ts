import { jobId, seconds } from '@zaakpost/domain';
import { done } from '@zaakpost/pipeline';
import { until } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { allDone, noted } from './awaiting.ts';
import { BACKENDS, withEngine } from './engine.ts';

const AT_A_TIME = 8;

describe.each(BACKENDS)('a step on %s', (backend) => {
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

  test('is cancelled or run, never both', () =>
    withEngine(backend, async (engine) => {
      const ran = new Set<string>();
      engine.worker(async ({ id }) => done({ record: async () => void ran.add(id) }));
      const ids = await engine.start(200);
      const abouts = (await engine.sql<{ about_id: string }>('select about_id from step order by id')).map(
        (r) => r.about_id,
      );

      const cancelled = new Set<string>();
      const cancel = async (about: string) => {
        const won = await engine.database.transaction((tx) => engine.steps.cancel(tx, 'scan', about));
        if (won) cancelled.add(about);
      };
      // No more at a time than there are connections: nobody waits for one for ever.
      for (let n = 0; n < abouts.length; n += AT_A_TIME) {
        await Promise.all(abouts.slice(n, n + AT_A_TIME).map(cancel));
      }
      await until(async () => Object.keys(await engine.states()).every((s) => s === 'done' || s === 'cancelled'), {
        what: 'every step to be over',
      });

      expect(ran.size + cancelled.size).toBe(ids.length);
      expect([...ran].filter((id) => cancelled.has(id))).toEqual([]);
    }));
});
