import type { StageTrouble, UncheckedSenders } from '@zaakpost/store';
import { Router } from 'express';
import type { ApiParts } from './parts.ts';

/**
 * `/healthz`: the process is alive; and which stages wait for another try, and why, and of how much mail DNS did not let the
 * sender be checked, which restarting it would not mend.
 * `/readyz`: what it needs is there.
 */
export function health({ checks, views }: ApiParts): Router {
  const router = Router();
  router.get('/healthz', async (_, response) => {
    const [waits, unchecked] = await Promise.all([
      inTime(views.pipeline.troubles),
      inTime(views.pipeline.uncheckedSenders),
    ]);
    response.set('cache-control', 'no-store').json({ status: 'ok', ...waitingOf(waits), ...uncheckedOf(unchecked) });
  });
  router.get('/readyz', async (_, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await wordFor(check)]),
    );
    const ready = results.every(([, result]) => result === 'ok');
    response
      .status(ready ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(results) });
  });
  return router;
}

function waitingOf(waits: StageTrouble[] | 'away' | 'too slow') {
  if (typeof waits === 'string' || waits.length === 0) return {};
  return { waits: Object.fromEntries(waits.map(({ stage, code }) => [stage, code])) };
}

const uncheckedOf = (unchecked: UncheckedSenders | 'away' | 'too slow' | null) =>
  unchecked === null || typeof unchecked === 'string' ? {} : { uncheckedSenders: unchecked };

const PATIENCE = 3_000;

// The answer names no reason beyond these words: whoever may read the log finds it there.
async function wordFor(check: () => Promise<void>): Promise<'ok' | 'away' | 'too slow'> {
  return (await inTime(check)) ?? 'ok';
}

async function inTime<T>(look: () => Promise<T>): Promise<T | 'away' | 'too slow'> {
  const { promise: late, resolve } = Promise.withResolvers<'too slow'>();
  const timer = setTimeout(resolve, PATIENCE, 'too slow');
  const looked = look().catch(() => 'away' as const);
  const result = await Promise.race([looked, late]);
  clearTimeout(timer);
  return result;
}
