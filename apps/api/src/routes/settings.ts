import { z } from 'zod';
import { json, route } from '../http/route.ts';

const template = z
  .object({
    id: z.uuid(),
    name: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    senderName: z.string().nullable(),
    senderAddress: z.string().nullable(),
  })
  .meta({ id: 'EmailTemplate' });

const caseType = z
  .object({
    id: z.uuid(),
    name: z.string(),
    attributes: z.array(
      z.object({ magicString: z.string(), label: z.string(), type: z.enum(['text', 'longText', 'date']) }),
    ),
  })
  .meta({ id: 'CaseType' });

const all = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.null() });

const listTemplates = route({
  id: 'listTemplates',
  method: 'get',
  path: '/templates',
  summary: 'The e-mail templates, by name.',
  success: { status: 200, schema: all(template) },
  run: async ({ parts }) => json({ items: await parts.views.settings.templates(), nextCursor: null }),
});

const listCaseTypes = route({
  id: 'listCaseTypes',
  method: 'get',
  path: '/case-types',
  summary: 'The case types with their attributes, by name.',
  success: { status: 200, schema: all(caseType) },
  run: async ({ parts }) => json({ items: await parts.views.settings.caseTypes(), nextCursor: null }),
});

export const settingsRoutes = [listTemplates, listCaseTypes];
