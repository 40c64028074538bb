import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { byId, byNumber, type Call, empty, route } from '../http/route.ts';
import { reason } from './schemas.ts';

const body = z.object({ hold: z.boolean(), reason });

type Asked = Pick<Call<unknown, unknown, z.infer<typeof body>>, 'parts' | 'user' | 'body'>;
type Held = Parameters<Asked['parts']['desk']['legalHold']['set']>[2];

async function setHold({ parts, user, body: change }: Asked, of: Held) {
  const known = await parts.database.transaction((tx) => parts.desk.legalHold.set(tx, user, of, change));
  if (!known) throw notFound(of.kind === 'case' ? `Case ${of.number}` : 'This message');
  return empty();
}

const holdInboundMessage = route({
  id: 'holdInboundMessage',
  method: 'put',
  path: '/inbound-messages/{id}/legal-hold',
  summary: 'Keeps a message and its bytes whatever its term, or lifts that. Audited.',
  params: byId,
  body,
  success: { status: 204 },
  run: (call) => setHold(call, { kind: 'inboundMessage', id: call.params.id }),
});

const holdCase = route({
  id: 'holdCase',
  method: 'put',
  path: '/cases/{number}/legal-hold',
  summary: 'Keeps all mail of a case whatever its term, or lifts that. Audited.',
  params: byNumber,
  body,
  success: { status: 204 },
  run: (call) => setHold(call, { kind: 'case', number: call.params.number }),
});

export const legalHoldRoutes = [holdInboundMessage, holdCase];
