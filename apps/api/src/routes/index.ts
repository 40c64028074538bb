import { z } from 'zod';
import { openApiOf } from '../http/open-api.ts';
import { json, type Route, route } from '../http/route.ts';
import { auditRoutes } from './audit.ts';
import { caseMessageRoutes } from './case-messages.ts';
import { caseRoutes } from './cases.ts';
import { confirmationRoutes } from './confirmation.ts';
import { inboundRoutes } from './inbound-messages.ts';
import { duplicateRoutes } from './duplicates.ts';
import { intakeRoutes } from './intake-documents.ts';
import { ledgerRoutes } from './ledger.ts';
import { mailboxRoutes } from './mailboxes.ts';
import { legalHoldRoutes } from './legal-hold.ts';
import { outboundRoutes } from './outbound-messages.ts';
import { pipelineRoutes } from './pipeline.ts';
import { profileTestRoutes } from './profile-tests.ts';
import { profileRoutes } from './profiles.ts';
import { quarantineRoutes } from './quarantine.ts';
import { quarantineDecisionRoutes } from './quarantine-decisions.ts';
import { scheduledRoutes } from './scheduled-emails.ts';
import { sessionRoutes } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { stepRoutes } from './steps.ts';
import { unmatchedRoutes } from './unmatched.ts';

const readOpenApi = route({
  id: 'readOpenApi',
  method: 'get',
  path: '/openapi.json',
  summary: 'This document.',
  success: { status: 200, schema: z.record(z.string(), z.unknown()) },
  run: async () => json(document()),
});

/** Every route below `/api/v1`. */
export const routes: readonly Route[] = [
  ...sessionRoutes,
  readOpenApi,
  ...pipelineRoutes,
  ...inboundRoutes,
  ...ledgerRoutes,
  ...unmatchedRoutes,
  ...confirmationRoutes,
  ...duplicateRoutes,
  ...quarantineRoutes,
  ...quarantineDecisionRoutes,
  ...legalHoldRoutes,
  ...caseRoutes,
  ...caseMessageRoutes,
  ...scheduledRoutes,
  ...intakeRoutes,
  ...outboundRoutes,
  ...mailboxRoutes,
  ...profileRoutes,
  ...profileTestRoutes,
  ...settingsRoutes,
  ...stepRoutes,
  ...auditRoutes,
];

let made: Record<string, unknown> | undefined;
const document = () => {
  made ??= openApiOf(routes, { version: '1' });
  return made;
};
