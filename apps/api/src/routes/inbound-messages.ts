import { type DecodedMessage, isInfected, mayBeOpened, type Role } from '@zaakpost/domain';
import type { InboundDetail } from '@zaakpost/store';
import { z } from 'zod';
import { notFound, Problem } from '../http/problem.ts';
import { byId, json, route } from '../http/route.ts';
import { beginningOf, MOST_TEXT } from './beginning.ts';
import { withoutCaseContent, withoutNames } from './case-content.ts';
import { decodedOf, reading, readingOf } from './reading.ts';
import {
  inboundState,
  officeDay,
  pageOf,
  paging,
  release,
  releaseShown,
  search,
  sourceKind,
  step,
  why,
} from './schemas.ts';
import { verdict, withoutHash } from './verdict-schema.ts';
import { way, wayFor } from './way.ts';

const listItem = z
  .object({
    id: z.uuid(),
    receivedAt: z.date(),
    subject: z.string().describe('Empty before it is read, and for operators when it is on a case.'),
    from: z.string(),
    state: inboundState,
    reason: z.string().nullable(),
    caseNumber: z.int().nullable(),
    hintCaseNumber: z.int().nullable().describe('The resolved case whose code it carries.'),
    attachments: z.int(),
    incomplete: z.boolean(),
    source: sourceKind,
    sourceKey: z.string().describe('The mailbox, the address of ours, or `import`: to ask for all mail from there.'),
    sourceName: z.string().describe('Name of the mailbox, or the address of ours.'),
  })
  .meta({ id: 'InboundMessage' });

const detail = listItem
  .extend({
    to: z.string(),
    sentAt: z.date().nullable(),
    messageId: z.string().nullable(),
    sha256: z.string().nullable(),
    size: z.int(),
    bytesGoneAt: z.date().nullable().describe('When its bytes went, after their term.'),
    mayDownload: z.boolean().describe('Whether who asks may save the message as it came.'),
    legalHold: z.boolean(),
    release: release.nullable(),
    text: z.string().describe('The first 20,000 characters. Empty until it is clean, and for operators.'),
    textCut: z.boolean().describe('There is more of it, in the message itself.'),
    verdict: verdict.nullable(),
    why: why.nullable(),
    parts: z.array(
      z.object({ filename: z.string().nullable(), contentType: z.string(), size: z.int(), inline: z.boolean() }),
    ),
    steps: z.array(step),
    ...reading,
    ...way,
  })
  .meta({ id: 'InboundMessageDetail' });

const listInboundMessages = route({
  id: 'listInboundMessages',
  method: 'get',
  path: '/inbound-messages',
  summary: 'Mail that came in, newest first.',
  query: paging.extend({
    state: z
      .union([inboundState, z.enum(['waiting', 'final', 'stored'])])
      .nullable()
      .default(null)
      .describe('One state, or all in which mail waits, is at its end, or is with us.'),
    q: search.describe('An id, Message-ID, unique-id, SHA-256 or its first 8 digits, or words of subject and sender.'),
    source: z.string().max(320).nullable().default(null).describe('The sourceKey of another mail.'),
    from: officeDay.nullable().default(null),
    to: officeDay.nullable().default(null),
    reason: z.string().max(200).nullable().default(null).describe('An error code, or why it is in quarantine.'),
    overdue: z.stringbool().default(false).describe('Only what waits and came in over a day ago.'),
  }),
  success: { status: 200, schema: pageOf(listItem) },
  async run({ query, user, parts }) {
    const { q, ...filter } = query;
    const operator = user.role === 'operator';
    const page = await parts.views.inbound.list({ ...filter, search: q, hideCaseContent: operator });
    return json({ ...page, items: operator ? page.items.map(withoutCaseContent) : page.items });
  },
});

const readInboundMessage = route({
  id: 'readInboundMessage',
  method: 'get',
  path: '/inbound-messages/{id}',
  summary: 'One message: where it is, why, and every stage it went through.',
  params: byId,
  success: { status: 200, schema: detail },
  async run({ params, user, parts }) {
    const found = await parts.views.inbound.find(params.id);
    if (!found) throw notFound('This message');
    const operator = user.role === 'operator';
    const { decoded: whole, decodedLost } = await decodedOf(found, parts.blobs);
    const decoded = operator || !mayBeOpened(found) ? null : whole;
    if (decoded && found.caseNumber === null) {
      await parts.audit.note(user, { action: 'mail.read', subject: { kind: 'inboundMessage', id: found.id } });
    }
    const around = wayFor(user.role, found, await parts.views.inbound.way(found));
    const shown = detailOf(operator ? withoutNames(withoutCaseContent(found)) : found, decoded);
    return json({ ...shown, ...readingOf(whole), decodedLost, mayDownload: mayDownload(user.role, found), ...around });
  },
});

const downloadRawMessage = route({
  id: 'downloadRawMessage',
  method: 'get',
  path: '/inbound-messages/{id}/raw',
  summary: 'The message as it came, to be saved; of infected mail and mail on a case for administrators. Audited.',
  params: byId,
  success: { status: 303, content: true },
  async run({ params, user, parts }) {
    const found = await parts.views.inbound.find(params.id);
    if (!found?.sha256 || found.bytesGoneAt) throw notFound('This message, or its bytes,');
    if (!mayDownload(user.role, found)) throw notForOperators();
    await parts.audit.note(user, { action: 'mail.downloaded', subject: { kind: 'inboundMessage', id: found.id } });
    const { id, version, sha256, size } = found;
    const file = { blob: { sha256, size }, filename: `${id}.eml`, contentType: 'message/rfc822', mayShow: false };
    return { kind: 'content', content: { ...file, mail: { id, version } } };
  },
});

/** The source holds all that a page would not show: what is said on a case, and a virus, which a scan has to rule out first. */
function mayDownload(role: Role, { sha256, bytesGoneAt, caseNumber, verdict: said }: InboundDetail): boolean {
  if (sha256 === null || bytesGoneAt !== null || role === 'caseWorker') return false;
  return role === 'administrator' || (caseNumber === null && said !== null && !isInfected(said));
}

const notForOperators = () =>
  new Problem({
    status: 403,
    code: 'forbidden',
    detail: 'The source of mail that is infected, not scanned yet or on a case is not for operators.',
  });

function detailOf(found: InboundDetail, decoded: DecodedMessage | null) {
  const { decoded: _, version: __, classification, deliveredTo, verdict, release: released, ...item } = found;
  const { text, cut } = beginningOf(decoded?.text ?? '', MOST_TEXT);
  return {
    ...item,
    to: decoded?.to.map(({ address }) => address).join(', ') || (deliveredTo ?? ''),
    ...{ text, textCut: cut },
    verdict: verdict ? withoutHash(verdict) : null,
    why: classification?.why ?? null,
    release: released && releaseShown(released),
    parts:
      decoded?.attachments.map(({ filename, contentType, size, inline }) => ({
        ...{ filename, contentType, size, inline },
      })) ?? [],
  };
}

export const inboundRoutes = [listInboundMessages, readInboundMessage, downloadRawMessage];
