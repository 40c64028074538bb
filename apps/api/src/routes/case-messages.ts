import { randomUUID } from 'node:crypto';
import type { Case, OutboundContent, RecipientRole } from '@zaakpost/domain';
import { z } from 'zod';
import { caseOf } from '../acts/case-of.ts';
import { once } from '../acts/once.ts';
import { renderForCase, senderOf, templateChosen } from '../acts/render-for-case.ts';
import { invalid } from '../http/problem.ts';
import { byNumber, json, route } from '../http/route.ts';
import type { ApiParts } from '../parts.ts';
import { line, recipient } from './schemas.ts';

const MOST_RECIPIENTS = 50;
const some = z.array(recipient).max(MOST_RECIPIENTS).default([]);
const atLeastOne = z.array(recipient).min(1).max(MOST_RECIPIENTS);

const newMessage = z
  .object({
    to: atLeastOne,
    cc: some,
    bcc: some,
    subject: line(500).optional(),
    text: z.string().min(1).max(200_000).optional(),
    templateId: z.uuid().optional().describe('In the place of subject and text.'),
  })
  .superRefine((body, { addIssue }) => {
    for (const field of ['subject', 'text'] as const) {
      const wrong = (body[field] === undefined) !== (body.templateId !== undefined);
      const message = body.templateId ? 'comes from the template' : 'is needed without a template';
      if (wrong) addIssue({ code: 'custom', path: [field], message });
    }
  });

const sendCaseMessage = route({
  id: 'sendCaseMessage',
  method: 'post',
  path: '/cases/{number}/messages',
  summary: 'Sends a mail about a case, written here or from a template.',
  params: byNumber,
  body: newMessage,
  idempotent: true,
  success: { status: 201, schema: z.object({ id: z.uuid() }) },
  async run(call) {
    const { params, body, user, parts } = call;
    const of = await caseOf(parts, params.number);
    const content = await contentOf(parts, of, body);
    const recipients = recipientsOf(body);
    const answer = await once(call, async (tx) => {
      const id = randomUUID();
      const queued = await parts.outbound.queued(tx, { id, caseId: of.id, content, recipients });
      await parts.audit.record(tx, user, {
        action: 'mail.sent',
        subject: { kind: 'outboundMessage', id },
        details: { caseNumber: of.number, recipients: recipients.length },
      });
      return { answer: { id }, steps: [queued] };
    });
    return json(answer);
  },
});

type Body = z.output<typeof newMessage>;

async function contentOf(parts: ApiParts, of: Case, body: Body): Promise<OutboundContent> {
  const { templateId, subject = '', text = '' } = body;
  const fixed = { kind: 'caseMail' as const, attachments: [], inReplyTo: null };
  if (templateId === undefined) return { ...fixed, subject, text, html: null, sender: null };
  const template = await templateChosen(parts, templateId);
  const { missing, ...rendered } = await renderForCase(parts, template, of);
  if (missing.length > 0) {
    const message = `On this case these are empty or unknown: ${missing.map((word) => `[[${word}]]`).join(', ')}.`;
    throw invalid([{ field: 'templateId', message }]);
  }
  return { ...fixed, ...rendered, sender: senderOf(template) };
}

/** Each address once: who is in `to` needs no copy. */
function recipientsOf({ to, cc, bcc }: Body): { role: RecipientRole; address: string; name: string }[] {
  const byAddress = new Map<string, { role: RecipientRole; address: string; name: string }>();
  for (const [role, list] of [
    ['to', to],
    ['cc', cc],
    ['bcc', bcc],
  ] as const) {
    for (const one of list) {
      const key = one.address.toLowerCase();
      if (!byAddress.has(key)) byAddress.set(key, { role, ...one });
    }
  }
  return [...byAddress.values()];
}

export const caseMessageRoutes = [sendCaseMessage];
