import { step } from '@zaakpost/domain';
import { again, done } from '@zaakpost/pipeline';
import { describe, expect, test } from 'vitest';
import { allDone, noted } from './awaiting.ts';
import { BACKENDS, withEngine } from './engine.ts';

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

      for (const id of ids) {
        const results = await Promise.all(
          Array.from({ length: 10 }, () => engine.steps.claim(id, 1, { lease: 60_000, alone: false })),
        );

        expect(results.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      }
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
});
