import { z } from 'zod';
import { fetchNow } from '../acts/fetch-now.ts';
import { notFound } from '../http/problem.ts';
import { byId, json, route } from '../http/route.ts';
import { errorCode, profileHealth } from './schemas.ts';

const mailbox = z
  .object({
    id: z.uuid(),
    name: z.string(),
    active: z.boolean(),
    version: z.int(),
    protocol: z.string(),
    host: z.string(),
    port: z.int(),
    address: z.string().nullable().describe('The address of ours that it stands for.'),
    health: profileHealth,
    waiting: z.int().describe('On the server, and to be fetched.'),
    tooLarge: z.int().describe('On the server, too large to be fetched.'),
    refused: z.int().describe('On the server, which does not give it.'),
    kept: z.int().describe('On the server and with us: not deleted there, or not yet.'),
    fetch: z.object({
      state: z.enum(['pending', 'running', 'none']),
      nextAt: z.date().nullable().describe('When the next fetch begins, as far as it is known.'),
      errorCode: errorCode.nullable().describe('What the last try ended with, where it did not end well.'),
    }),
  })
  .meta({ id: 'Mailbox' });

const listMailboxes = route({
  id: 'listMailboxes',
  method: 'get',
  path: '/mailboxes',
  summary: 'The POP3 mailboxes with how they do, by name.',
  success: { status: 200, schema: z.object({ items: z.array(mailbox), nextCursor: z.null() }) },
  run: async ({ parts }) => json({ items: await parts.views.mailboxes.list(), nextCursor: null }),
});

const readMailbox = route({
  id: 'readMailbox',
  method: 'get',
  path: '/mailboxes/{id}',
  summary: 'One mailbox with how it does; its settings are those of the profile with this id.',
  params: byId,
  success: { status: 200, schema: mailbox },
  async run({ params, parts }) {
    const found = await parts.views.mailboxes.find(params.id);
    if (!found) throw notFound('This mailbox');
    return json(found);
  },
});

const fetchMailbox = route({
  id: 'fetchMailbox',
  method: 'post',
  path: '/mailboxes/{id}/fetch',
  summary: 'Has it fetched from now, and not when its turn comes. Audited.',
  params: byId,
  success: { status: 200, schema: z.object({ state: z.enum(['begun', 'running']) }) },
  problems: [409],
  run: async ({ params, user, parts }) => json({ state: await fetchNow(parts, user, params.id) }),
});

export const mailboxRoutes = [listMailboxes, readMailbox, fetchMailbox];
