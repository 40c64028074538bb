import { z } from 'zod';
import { caseOf } from '../acts/case-of.ts';
import { once } from '../acts/once.ts';
import { renderForCase, templateChosen } from '../acts/render-for-case.ts';
import { cancel, move, plan, requireScheduling, sendAtOf } from '../acts/schedule.ts';
import { notFound } from '../http/problem.ts';
import { byId, byNumber, json, route } from '../http/route.ts';
import type { ApiParts } from '../parts.ts';
import { pageOf, paging, recipient, recipients, scheduledState } from './schemas.ts';

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
    const { id } = await caseOf(parts, params.number);
    return json({ items: await parts.views.scheduled.ofCase(id), nextCursor: null });
  },
});

const moment = z.object({
  wallTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/u, 'must look like 2026-12-01T09:00'),
  zone: z.string().min(1).max(60),
});

const scheduleEmail = route({
  id: 'scheduleEmail',
  method: 'post',
  path: '/cases/{number}/scheduled-emails',
  summary: 'Plans a mail from a template; text and subject are filled in when it is sent.',
  params: byNumber,
  body: moment.extend({ templateId: z.uuid(), to: z.array(recipient).min(1).max(50) }),
  idempotent: true,
  success: { status: 201, schema: scheduledEmail },
  problems: [409],
  async run(call) {
    const { params, body, user, parts } = call;
    const { templateId, to, wallTime, zone } = body;
    const of = await caseOf(parts, params.number);
    await requireScheduling(parts);
    await templateChosen(parts, templateId);
    const planned = { caseId: of.id, templateId, recipients: to.map((one) => ({ role: 'to' as const, ...one })) };
    const { id } = await once(call, async (tx) => {
      const sendAt = sendAtOf({ wallTime, zone }, parts.now());
      const { id, alarm } = await plan(parts, tx, { user, planned, moment: { wallTime, zone }, sendAt });
      return { answer: { id }, steps: [alarm] };
    });
    return answerOf(parts, id);
  },
});

const rescheduleEmail = route({
  id: 'rescheduleEmail',
  method: 'patch',
  path: '/scheduled-emails/{id}',
  summary: 'Moves a mail that waits, or that was missed.',
  params: byId,
  body: moment,
  guarded: true,
  success: { status: 200, schema: scheduledEmail },
  problems: [409],
  async run({ params: { id }, body, version, user, parts }) {
    await requireScheduling(parts);
    await move(parts, user, { id, version, moment: body, sendAt: sendAtOf(body, parts.now()) });
    return answerOf(parts, id);
  },
});

const cancelScheduledEmail = route({
  id: 'cancelScheduledEmail',
  method: 'post',
  path: '/scheduled-emails/{id}/cancel',
  summary: 'Takes a mail off the schedule.',
  params: byId,
  guarded: true,
  success: { status: 200, schema: scheduledEmail },
  problems: [409],
  async run({ params: { id }, version, user, parts }) {
    await cancel(parts, user, { id, version });
    return answerOf(parts, id);
  },
});

const previewScheduledEmail = route({
  id: 'previewScheduledEmail',
  method: 'get',
  path: '/scheduled-emails/{id}/preview',
  summary: 'The mail as it would be if it were sent now.',
  params: byId,
  success: {
    status: 200,
    schema: z.object({
      subject: z.string(),
      text: z.string(),
      html: z.string().nullable(),
      recipients,
      missing: z.array(z.string()).describe('Magic strings that are empty or unknown; they block the send.'),
    }),
  },
  async run({ params, parts }) {
    const { caseId, templateId, recipients } = await parts.scheduled.load(params.id);
    const [of, template] = await Promise.all([parts.cases.load(caseId), parts.templates.load(templateId)]);
    return json({ ...(await renderForCase(parts, template, of)), recipients });
  },
});

async function answerOf({ views }: ApiParts, id: string) {
  const found = await views.scheduled.find(id);
  if (!found) throw notFound('This scheduled e-mail');
  return json(found, { etag: `"${found.version}"` });
}

export const scheduledRoutes = [
  listScheduledEmails,
  listScheduledEmailsOfCase,
  scheduleEmail,
  rescheduleEmail,
  cancelScheduledEmail,
  previewScheduledEmail,
];
