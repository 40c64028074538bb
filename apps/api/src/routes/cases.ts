import { formatSubjectCode } from '@zaakpost/domain';
import { z } from 'zod';
import { notFound } from '../http/problem.ts';
import { byId, byNumber, json, route } from '../http/route.ts';
import { scheduledEmail } from './scheduled-emails.ts';
import { delivery, pageOf, paging, release, search, why } from './schemas.ts';

const caseStatus = z.enum(['new', 'open', 'stalled', 'resolved']).meta({ id: 'CaseStatus' });

const listItem = z
  .object({
    number: z.int(),
    subject: z.string(),
    status: caseStatus,
    caseType: z.string(),
    requestor: z.string().nullable(),
    registeredAt: z.date(),
  })
  .meta({ id: 'CaseListItem' });

const document = z
  .object({
    id: z.uuid(),
    role: z.enum(['mailAsPdf', 'mailAsEml', 'attachment', 'upload']),
    filename: z.string(),
    contentType: z.string(),
    size: z.int(),
    createdAt: z.date(),
  })
  .meta({ id: 'Document' });

const timelineItem = z
  .object({
    id: z.uuid(),
    direction: z.enum(['inbound', 'outbound']),
    who: z.string(),
    subject: z.string(),
    summary: z.string(),
    at: z.date(),
    flags: z.array(
      z.enum([
        'possibleSpam',
        'suspectAttachment',
        'senderUnknown',
        'authenticationFailed',
        'authenticationUnanswered',
        'incomplete',
        'testSignaturesOnly',
        'signed',
        'encrypted',
      ]),
    ),
    why: why.nullable(),
    release: release.nullable(),
    documents: z.array(document).describe('The first 10.'),
    moreDocuments: z.int().describe('How many its message has besides these.'),
    inboundMessageId: z.uuid().nullable(),
    outboundMessageId: z.uuid().nullable(),
    needsConfirmation: z
      .boolean()
      .describe('Its sender is not known on the case, or may be forged, and nobody confirmed it yet.'),
    deliveries: z.array(delivery),
  })
  .meta({ id: 'TimelineItem' });

const casePage = z
  .object({
    number: z.int(),
    subject: z.string(),
    status: caseStatus,
    caseType: z.string(),
    subjectCode: z.string().describe('As it stands in the subject of mail about this case.'),
    parties: z.array(
      z.object({
        role: z.enum(['requestor', 'assignee', 'coordinator', 'employee', 'representative', 'relatedParty']),
        name: z.string(),
        address: z.string().nullable(),
      }),
    ),
    attributes: z.array(
      z.object({
        label: z.string(),
        magicString: z.string(),
        value: z.string().describe('The first 2,000 characters.'),
        cut: z.boolean().describe('There is more of it.'),
      }),
    ),
    registeredAt: z.date(),
    targetDate: z.date().nullable(),
    resolvedAt: z.date().nullable(),
    legalHold: z.boolean().describe('All its mail is kept, whatever its term.'),
    scheduledEmails: z.array(scheduledEmail),
  })
  .meta({ id: 'Case' });

const listCases = route({
  id: 'listCases',
  method: 'get',
  path: '/cases',
  summary: 'Cases, newest first; `q` is a number or words of the subject and the names.',
  query: paging.extend({ q: search }),
  success: { status: 200, schema: pageOf(listItem) },
  async run({ query, parts }) {
    const { q, ...filter } = query;
    return json(await parts.views.cases.list({ ...filter, search: q }));
  },
});

const readCase = route({
  id: 'readCase',
  method: 'get',
  path: '/cases/{number}',
  summary: 'A case with its scheduled e-mails.',
  params: byNumber,
  success: { status: 200, schema: casePage },
  async run({ params, parts }) {
    const found = await parts.views.cases.find(params.number);
    if (!found) throw notFound(`Case ${params.number}`);
    const { id, mailCode, ...shown } = found;
    const [scheduledEmails, prefix] = await Promise.all([
      parts.views.scheduled.ofCase(id),
      parts.views.cases.subjectPrefix(),
    ]);
    const subjectCode = formatSubjectCode(prefix, { caseNumber: found.number, mailCode });
    return json({ ...shown, subjectCode, scheduledEmails });
  },
});

const listTimeline = route({
  id: 'listTimeline',
  method: 'get',
  path: '/cases/{number}/timeline',
  summary: 'What came in and went out about a case, newest first.',
  params: byNumber,
  query: paging,
  success: { status: 200, schema: pageOf(timelineItem) },
  async run({ params, query, parts }) {
    const page = await parts.views.cases.timeline(params.number, query);
    if (!page) throw notFound(`Case ${params.number}`);
    return json(page);
  },
});

const listDocuments = route({
  id: 'listDocuments',
  method: 'get',
  path: '/cases/{number}/documents',
  summary: 'The documents of a case, newest message first.',
  params: byNumber,
  query: paging,
  success: { status: 200, schema: pageOf(document) },
  async run({ params, query, parts }) {
    const page = await parts.views.cases.documents(params.number, query);
    if (!page) throw notFound(`Case ${params.number}`);
    return json(page);
  },
});

const readDocument = route({
  id: 'readDocument',
  method: 'get',
  path: '/documents/{id}',
  summary: 'What a document is, and the case that it is on.',
  params: byId,
  success: { status: 200, schema: document.extend({ caseNumber: z.int() }).meta({ id: 'DocumentOfCase' }) },
  async run({ params, parts }) {
    const found = await parts.views.cases.document(params.id);
    if (!found) throw notFound('This document');
    return json(found);
  },
});

const readDocumentContent = route({
  id: 'readDocumentContent',
  method: 'get',
  path: '/documents/{id}/content',
  summary: 'A document of a case; shown in the page where that is safe, saved with `download=1`.',
  params: byId,
  query: z.object({ download: z.enum(['0', '1']).default('0') }),
  success: { status: 303, content: true },
  async run({ params, query, parts }) {
    const found = await parts.views.cases.content(params.id);
    if (!found) throw notFound('This document');
    return { kind: 'content', content: { ...found, mayShow: query.download === '0' } };
  },
});

export const caseRoutes = [listCases, readCase, listTimeline, listDocuments, readDocument, readDocumentContent];
