import { z } from 'zod';
import { confirmMessage } from '../acts/confirm-message.ts';
import { byId, empty, route } from '../http/route.ts';

const confirmInboundMessage = route({
  id: 'confirmInboundMessage',
  method: 'post',
  path: '/inbound-messages/{id}/confirm',
  summary:
    'Confirms that mail belongs on its case though its sender is not known there, or may be another than it says.',
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
