import { z } from 'zod';
import { caseTyped } from '../acts/case-of.ts';
import { decideIntake } from '../acts/decide-intake.ts';
import { notFound } from '../http/problem.ts';
import { byId, json, route } from '../http/route.ts';
import type { ApiParts } from '../parts.ts';
import { caseNumber, pageOf, paging, reason } from './schemas.ts';

const intakeState = z.enum(['waiting', 'filed', 'rejected']).meta({ id: 'IntakeState' });

const intakeDocument = z
  .object({
    id: z.uuid(),
    filename: z.string(),
    contentType: z.string(),
    size: z.int(),
    state: intakeState,
    from: z.string(),
    subject: z.string(),
    receivedAt: z.date(),
    inboundMessageId: z.uuid(),
    caseNumber: z.int().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'IntakeDocument' });

const listIntakeDocuments = route({
  id: 'listIntakeDocuments',
  method: 'get',
  path: '/intake-documents',
  summary: 'Files that are not on a case yet, newest first.',
  query: paging.extend({ state: intakeState.nullable().default(null) }),
  success: { status: 200, schema: pageOf(intakeDocument) },
  run: async ({ query, parts }) => json(await parts.views.intake.list(query)),
});

const readIntakeDocumentContent = route({
  id: 'readIntakeDocumentContent',
  method: 'get',
  path: '/intake-documents/{id}/content',
  summary: 'The file; shown in the page where that is safe, saved with `download=1`. Audited.',
  params: byId,
  query: z.object({ download: z.enum(['0', '1']).default('0') }),
  success: { status: 303, content: true },
  async run({ params, query, user, parts }) {
    const found = await parts.views.intake.content(params.id);
    if (!found) throw notFound('This file');
    await parts.audit.note(user, { action: 'file.read', subject: { kind: 'intakeDocument', id: params.id } });
    return { kind: 'content', content: { ...found, mayShow: query.download === '0' } };
  },
});

const fileIntakeDocument = route({
  id: 'fileIntakeDocument',
  method: 'post',
  path: '/intake-documents/{id}/file',
  summary: 'Puts a waiting file among the documents of a case.',
  params: byId,
  body: z.object({ caseNumber }),
  success: { status: 200, schema: intakeDocument },
  problems: [409],
  async run({ params: { id }, body, user, parts }) {
    const { id: caseId } = await caseTyped(parts, body.caseNumber);
    await decideIntake(parts, user, id, { state: 'filed', caseId });
    return answerOf(parts, id);
  },
});

const rejectIntakeDocument = route({
  id: 'rejectIntakeDocument',
  method: 'post',
  path: '/intake-documents/{id}/reject',
  summary: 'Keeps a waiting file off every case, with a reason.',
  params: byId,
  body: z.object({ reason }),
  success: { status: 200, schema: intakeDocument },
  problems: [409],
  async run({ params: { id }, body, user, parts }) {
    await decideIntake(parts, user, id, { state: 'rejected', reason: body.reason });
    return answerOf(parts, id);
  },
});

async function answerOf({ views }: ApiParts, id: string) {
  const found = await views.intake.find(id);
  if (!found) throw notFound('This file');
  return json(found);
}

export const intakeRoutes = [listIntakeDocuments, readIntakeDocumentContent, fileIntakeDocument, rejectIntakeDocument];
