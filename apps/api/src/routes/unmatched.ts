import { takesMail } from '@zaakpost/domain';
import { z } from 'zod';
import { caseTyped } from '../acts/case-of.ts';
import { sortMessage } from '../acts/sort-message.ts';
import { conflict, invalid } from '../http/problem.ts';
import { byId, empty, route } from '../http/route.ts';
import { caseNumber, line, reason } from './schemas.ts';

const linkInboundMessage = route({
  id: 'linkInboundMessage',
  method: 'post',
  path: '/inbound-messages/{id}/link',
  summary: 'Puts an unmatched message on a case.',
  params: byId,
  body: z.object({ caseNumber }),
  success: { status: 204 },
  problems: [409],
  async run({ params, body, user, parts }) {
    const of = await caseTyped(parts, body.caseNumber);
    if (!takesMail(of.status)) {
      throw invalid([{ field: 'caseNumber', message: `Case ${of.number} is resolved and takes no mail.` }]);
    }
    await sortMessage(parts, user, params.id, { to: 'case', of });
    return empty();
  },
});

const startCaseFromMessage = route({
  id: 'startCaseFromMessage',
  method: 'post',
  path: '/inbound-messages/{id}/start-case',
  summary: 'Starts a case with an unmatched message.',
  params: byId,
  body: z.object({ caseTypeId: z.uuid(), requestor: line(200).optional().describe('Their name.') }),
  success: { status: 204 },
  problems: [409],
  async run({ params, body: { caseTypeId, requestor = null }, user, parts }) {
    const known = await parts.views.settings.caseTypes();
    if (!known.some(({ id }) => id === caseTypeId)) {
      throw invalid([{ field: 'caseTypeId', message: 'There is no such case type any more.' }]);
    }
    await sortMessage(parts, user, params.id, { to: 'newCase', caseTypeId, requestor });
    return empty();
  },
});

const sendMessageToIntake = route({
  id: 'sendMessageToIntake',
  method: 'post',
  path: '/inbound-messages/{id}/to-intake',
  summary: 'Puts the attachments of an unmatched message in the document intake.',
  params: byId,
  body: z.object({}),
  success: { status: 204 },
  problems: [409],
  async run({ params, user, parts }) {
    const found = await parts.views.inbound.find(params.id);
    // Its end would be `noAttachments`: nobody would look at it again.
    if (found?.attachments === 0) {
      throw conflict('This message has no attachments for the intake; put it on a case, or discard it with a reason.');
    }
    await sortMessage(parts, user, params.id, { to: 'intake' });
    return empty();
  },
});

const discardInboundMessage = route({
  id: 'discardInboundMessage',
  method: 'post',
  path: '/inbound-messages/{id}/discard',
  summary: 'Discards an unmatched message; its bytes are kept for their term.',
  params: byId,
  body: z.object({ reason }),
  success: { status: 204 },
  problems: [409],
  async run({ params, body, user, parts }) {
    await sortMessage(parts, user, params.id, { to: 'bin', reason: body.reason });
    return empty();
  },
});

export const unmatchedRoutes = [linkInboundMessage, startCaseFromMessage, sendMessageToIntake, discardInboundMessage];
