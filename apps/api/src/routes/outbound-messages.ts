import type { OutboundListItem } from '@zaakpost/store';
import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { byId, json, route } from '../http/route.ts';
import { delivery, deliveryState, errorCode, outboundState, pageOf, paging, search, step } from './schemas.ts';

const listItem = z
  .object({
    id: z.uuid(),
    createdAt: z.date(),
    subject: z.string().describe('Empty for operators when it is about a case.'),
    caseNumber: z.int().nullable(),
    kind: z.enum(['caseMail', 'acknowledgement', 'testMail']),
    state: outboundState,
    errorCode: errorCode.nullable(),
    deliveries: z.array(delivery),
  })
  .meta({ id: 'OutboundMessage' });

const detail = listItem
  .extend({ messageId: z.string().nullable(), steps: z.array(step) })
  .meta({ id: 'OutboundMessageDetail' });

const listOutboundMessages = route({
  id: 'listOutboundMessages',
  method: 'get',
  path: '/outbound-messages',
  summary: 'Mail on its way out or gone, newest first.',
  query: paging.extend({
    state: outboundState.nullable().default(null),
    deliveryState: deliveryState.nullable().default(null).describe('Only mail with a delivery in this state.'),
    q: search.describe('An id, the Message-ID it went out under, or a SHA-256 or its first 8 digits.'),
  }),
  success: { status: 200, schema: pageOf(listItem) },
  async run({ query, user, parts }) {
    const { q, ...filter } = query;
    const page = await parts.views.outbound.list({ ...filter, search: q });
    return json(user.role === 'operator' ? { ...page, items: page.items.map(withoutCaseContent) } : page);
  },
});

const readOutboundMessage = route({
  id: 'readOutboundMessage',
  method: 'get',
  path: '/outbound-messages/{id}',
  summary: 'One message with each recipient and every stage it went through.',
  params: byId,
  success: { status: 200, schema: detail },
  async run({ params, user, parts }) {
    const found = await parts.views.outbound.find(params.id);
    if (!found) throw notFound('This message');
    return json(user.role === 'operator' ? withoutCaseContent(found) : found);
  },
});

/** Operators see which server said what, not to whom a case writes about what. */
function withoutCaseContent<T extends OutboundListItem>(item: T): T {
  if (item.caseNumber === null) return item;
  const deliveries = item.deliveries.map((one) => {
    const address = one.address.replace(/^.*@/u, '…@');
    return { ...one, address, reply: one.reply?.replaceAll(one.address, address) ?? null };
  });
  return { ...item, subject: '', deliveries };
}

export const outboundRoutes = [listOutboundMessages, readOutboundMessage];
