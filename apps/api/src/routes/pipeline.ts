import { INBOUND_FINAL, INBOUND_WAITING } from '@zaakpost/domain';
import { z } from 'zod';
import { json, route } from '../http/route.ts';
import { deliveryState, errorCode, inboundState, stageName } from './schemas.ts';

const standing = z
  .object({
    stages: z.array(
      z.object({
        stage: stageName,
        waiting: z.int(),
        running: z.int(),
        delayed: z.int(),
        failed: z.int(),
        doneToday: z.int(),
        oldestWaitingAt: z.date().nullable(),
        lagSeconds: z.number(),
        trouble: z.object({ code: errorCode, since: z.date() }).nullable(),
      }),
    ),
    inbound: z.record(inboundState, z.int()),
    outbound: z.record(deliveryState, z.int()),
    uncheckedSenders: z
      .object({ mails: z.int(), since: z.date() })
      .nullable()
      .describe('Mail of the last hour whose sender could not be checked, since DNS gave no answer.'),
    testSignaturesOnly: z.boolean().describe('The virus scanner knows the test file only; for demo and tests.'),
  })
  .meta({ id: 'Pipeline', description: `Inbound: ${[...INBOUND_WAITING, ...INBOUND_FINAL].join(', ')}.` });

const readPipeline = route({
  id: 'readPipeline',
  method: 'get',
  path: '/pipeline',
  summary: 'Each stage as it stands now, and how many messages are in each state.',
  success: { status: 200, schema: standing },
  async run({ parts: { views, testSignaturesOnly } }) {
    return json({ ...(await views.pipeline.read()), testSignaturesOnly });
  },
});

export const pipelineRoutes = [readPipeline];
