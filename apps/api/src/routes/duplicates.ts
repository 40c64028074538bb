import { z } from 'zod';
import { deliverDuplicate } from '../acts/deliver-duplicate.ts';
import { byId, empty, route } from '../http/route.ts';
import { reason } from './schemas.ts';

const deliver = route({
  id: 'deliverDuplicate',
  method: 'post',
  path: '/inbound-messages/{id}/deliver',
  summary: 'Takes a duplicate for a mail of its own: it goes on from its raw bytes as any other. Audited.',
  params: byId,
  body: z.object({ reason }),
  success: { status: 204 },
  problems: [409],
  async run({ params, body, user, parts }) {
    await deliverDuplicate(parts, user, params.id, body.reason);
    return empty();
  },
});

export const duplicateRoutes = [deliver];
