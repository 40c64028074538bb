import { z } from 'zod';
import { replayStep as replay } from '../acts/replay-step.ts';
import { byId, json, route } from '../http/route.ts';
import { pageOf, paging, stageName, step } from './schemas.ts';

const item = step
  .extend({
    about: z.object({
      kind: z.enum(['mailbox', 'inboundMessage', 'outboundMessage', 'delivery', 'scheduledEmail']),
      id: z.uuid(),
    }),
    replayed: z.boolean().describe('A later run of the same stage about the same thing exists.'),
  })
  .meta({ id: 'StepListItem' });

const listSteps = route({
  id: 'listSteps',
  method: 'get',
  path: '/steps',
  summary: 'Runs of stages that failed or are open.',
  query: paging.extend({
    state: z.enum(['failed', 'pending', 'running']).default('failed'),
    stage: stageName.nullable().default(null),
    replayed: z.stringbool().nullable().default(null),
  }),
  success: { status: 200, schema: pageOf(item) },
  run: async ({ query, parts }) => json(await parts.views.steps.list(query)),
});

const replayStep = route({
  id: 'replayStep',
  method: 'post',
  path: '/steps/{id}/replay',
  summary: 'Runs a stage that is over once more, from what is on record. Audited.',
  params: byId,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  success: { status: 201, schema: z.object({ id: z.uuid() }) },
  problems: [409],
  run: async ({ params, body, user, parts }) => json({ id: await replay(parts, user, params.id, body.reason) }),
});

export const stepRoutes = [listSteps, replayStep];
