import { z } from 'zod';
import { json, route } from '../http/route.ts';
import { pageOf, paging } from './schemas.ts';

const entry = z
  .object({
    id: z.uuid(),
    at: z.date(),
    actor: z.string(),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

const listAudit = route({
  id: 'listAudit',
  method: 'get',
  path: '/audit',
  summary: 'Who did what to which record, newest first.',
  query: paging,
  success: { status: 200, schema: pageOf(entry) },
  run: async ({ query, parts }) => json(await parts.views.audit.list(query)),
});

export const auditRoutes = [listAudit];
