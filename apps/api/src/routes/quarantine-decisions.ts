import { MOST_DECIDED, type QuarantineDecision } from '@zaakpost/store';
import { z } from 'zod';
import { decideQuarantine } from '../acts/decide-quarantine.ts';
import { once } from '../acts/once.ts';
import { byId, type Call, json, route } from '../http/route.ts';
import { reason } from './schemas.ts';

const infectedToo = z.boolean().default(false).describe('Said once more for infected mail, by an administrator.');

const decided = z.object({ id: z.uuid(), outcome: z.enum(['released', 'deleted']) }).meta({ id: 'Decided' });

type Keyed = Call<{ id: string }, unknown, unknown>;

async function decideOne(call: Keyed, decision: QuarantineDecision, outcome: 'released' | 'deleted') {
  const { parts, user, params, version } = call;
  const answer = await once(call, async (tx) => {
    const steps = await decideQuarantine(parts, tx, user, { id: params.id, version, decision });
    return { answer: { id: params.id, outcome }, steps };
  });
  return json(answer);
}

const releaseQuarantined = route({
  id: 'releaseQuarantined',
  method: 'post',
  path: '/quarantine/{id}/release',
  summary: 'Lets a mail go on, for what was found in it so far; it is scanned again from its raw bytes. Audited.',
  params: byId,
  body: z.object({ reason, infectedToo }),
  success: { status: 200, schema: decided },
  idempotent: true,
  guarded: true,
  problems: [409],
  run: (call) => decideOne(call, { kind: 'release', ...call.body }, 'released'),
});

const deleteQuarantined = route({
  id: 'deleteQuarantined',
  method: 'post',
  path: '/quarantine/{id}/delete',
  summary: 'Deletes a mail; its row stays, its bytes for their term. Audited.',
  params: byId,
  body: z.object({ reason }),
  success: { status: 200, schema: decided },
  idempotent: true,
  guarded: true,
  problems: [409],
  run: (call) => decideOne(call, { kind: 'delete', ...call.body }, 'deleted'),
});

const messages = z
  .array(z.object({ id: z.uuid(), version: z.int() }))
  .min(1)
  .max(MOST_DECIDED);

const results = z.object({
  results: z
    .array(
      z.object({
        id: z.uuid(),
        outcome: z.enum(['done', 'missing', 'gone', 'changed', 'forbidden', 'unconfirmed']),
      }),
    )
    .describe('One for each mail. Only `done` changed anything.'),
});

interface Batch {
  messages: { id: string; version: number }[];
}

async function decideSeveral(call: Call<unknown, unknown, Batch>, decision: QuarantineDecision) {
  const { parts, user, body } = call;
  const answer = await once(call, async (tx) => {
    const { outcomes, steps } = await parts.desk.quarantine.decide(tx, user, body.messages, decision);
    return { answer: { results: [...outcomes].map(([id, outcome]) => ({ id, outcome })) }, steps };
  });
  return json(answer);
}

const releaseSeveralQuarantined = route({
  id: 'releaseSeveralQuarantined',
  method: 'post',
  path: '/quarantine/release',
  summary: `Lets up to ${MOST_DECIDED} mails go on; what cannot be done of them is told one by one. Audited.`,
  body: z.object({ messages, reason, infectedToo }),
  success: { status: 200, schema: results },
  idempotent: true,
  run: (call) => decideSeveral(call, { kind: 'release', ...call.body }),
});

const deleteSeveralQuarantined = route({
  id: 'deleteSeveralQuarantined',
  method: 'post',
  path: '/quarantine/delete',
  summary: `Deletes up to ${MOST_DECIDED} mails; what cannot be done of them is told one by one. Audited.`,
  body: z.object({ messages, reason }),
  success: { status: 200, schema: results },
  idempotent: true,
  run: (call) => decideSeveral(call, { kind: 'delete', ...call.body }),
});

export const quarantineDecisionRoutes = [
  releaseQuarantined,
  deleteQuarantined,
  releaseSeveralQuarantined,
  deleteSeveralQuarantined,
];
