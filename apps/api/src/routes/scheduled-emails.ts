import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { byNumber, json, route } from '../http/route.ts';
import { pageOf, paging, recipients, scheduledState } from './schemas.ts';

export const scheduledEmail = z
  .object({
    id: z.uuid(),
    caseNumber: z.int(),
    caseSubject: z.string(),
    template: z.object({ id: z.uuid(), name: z.string() }),
    recipients,
    state: scheduledState,
    sendAt: z.date(),
    wallTime: z.string(),
    zone: z.string(),
    version: z.int(),
    createdBy: z.string(),
  })
  .meta({ id: 'ScheduledEmail' });

const listScheduledEmails = route({
  id: 'listScheduledEmails',
  method: 'get',
  path: '/scheduled-emails',
  summary: 'The schedule of the whole office, the earliest first.',
  query: paging.extend({ state: scheduledState.nullable().default(null) }),
  success: { status: 200, schema: pageOf(scheduledEmail) },
  run: async ({ query, parts }) => json(await parts.views.scheduled.list(query)),
});

const listScheduledEmailsOfCase = route({
  id: 'listScheduledEmailsOfCase',
  method: 'get',
  path: '/cases/{number}/scheduled-emails',
  summary: 'The scheduled e-mails of a case.',
  params: byNumber,
  success: { status: 200, schema: z.object({ items: z.array(scheduledEmail), nextCursor: z.null() }) },
  async run({ params, parts }) {
    const found = await parts.cases.findByNumber(params.number);
    if (!found) throw notFound(`Case ${params.number}`);
    return json({ items: await parts.views.scheduled.ofCase(found.id), nextCursor: null });
  },
});

export const scheduledRoutes = [listScheduledEmails, listScheduledEmailsOfCase];
