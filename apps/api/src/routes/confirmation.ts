import { z } from 'zod';
import { confirmMessage } from '../acts/confirm-message.ts';
import { byId, empty, route } from '../http/route.ts';

const confirmInboundMessage = route({
  id: 'confirmInboundMessage',
  method: 'post',
  path: '/inbound-messages/{id}/confirm',
  summary: 'Confirms that mail of a sender who is not known on the case belongs there.',
  params: byId,
  body: z.object({}),
  success: { status: 204 },
  problems: [409],
  async run({ params, user, parts }) {
    await confirmMessage(parts, user, params.id);
    return empty();
  },
});

export const confirmationRoutes = [confirmInboundMessage];
