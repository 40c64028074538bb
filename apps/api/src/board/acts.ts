import { isStageName, PermanentError, type StageName, type User } from '@zaakpost/domain';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { replayStep } from '../acts/replay-step.ts';
import { notFound, Problem } from '../http/problem.ts';
import type { Visitor } from '../http/visitor.ts';
import type { ApiParts } from '../parts.ts';

const JOB_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-\d+$/u;
const MOST_AT_ONCE = 1_000;
const REASON = 'retried on the board';

/**
 * What the board may do. A retry becomes a replay: a new step, linked and audited. Pausing is passed on and audited. The
 * rest would put the queue at odds with the ledger and is refused.
 */
export function boardActs(parts: ApiParts): Router {
  const router = Router({ caseSensitive: true });
  router.put('/api/queues/:queue/retry/:status', async (request, response) => {
    if (request.params.status !== 'failed') throw refused('Only what failed can be run again.');
    response.json(await replayAll(parts, userOf(response), stageOf(request)));
  });
  router.put('/api/queues/:queue/:jobId/retry', async (request, response) => {
    stageOf(request);
    const stepId = JOB_ID.exec(request.params.jobId)?.[1];
    if (!stepId) throw notFound('This job');
    await replayStep(parts, userOf(response), stepId, REASON);
    response.status(204).end();
  });
  const paused: RequestHandler = async (request, response, next) => {
    await parts.audit.note(userOf(response), {
      action: request.path.endsWith('/pause') ? 'queue.paused' : 'queue.resumed',
      subject: { kind: 'queue', id: request.params.queue === undefined ? 'all' : stageOf(request) },
    });
    next();
  };
  router.put(['/api/queues/pause', '/api/queues/resume'], paused);
  router.put(['/api/queues/:queue/pause', '/api/queues/:queue/resume'], paused);
  router.use((request, _response, next) => {
    const allowed =
      ['GET', 'HEAD'].includes(request.method) || /^\/api\/queues\/(?:[\w-]+\/)?(?:pause|resume)$/u.test(request.path);
    if (!allowed)
      throw refused('The board only looks, retries and pauses: the ledger in PostgreSQL says what is queued.');
    next();
  });
  return router;
}

async function replayAll(parts: ApiParts, user: User, stage: StageName) {
  const failed = { state: 'failed', stage, replayed: false, limit: MOST_AT_ONCE, cursor: null } as const;
  const { items } = await parts.views.steps.list(failed);
  const results = { retried: 0, skipped: 0 };
  for (const item of items) {
    const fresh = await replayStep(parts, user, item.id, REASON).catch(overtaken);
    results[fresh === null ? 'skipped' : 'retried']++;
  }
  return results;
}

// Somebody else was quicker; the others still go.
function overtaken(error: unknown): null {
  if (error instanceof PermanentError && error.code === 'record-changed') return null;
  throw error;
}

const userOf = (response: Response): User => (response.locals.visitor as Visitor).user;

function stageOf(request: Request): StageName {
  const name = String(request.params.queue);
  if (!isStageName(name)) throw notFound('This queue');
  return name;
}

const refused = (detail: string) => new Problem({ status: 403, code: 'forbidden', detail });
