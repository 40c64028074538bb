import { isInfected } from '@zaakpost/domain';
import type { QuarantinedDetail, QuarantinedItem } from '@zaakpost/store';
import { z } from 'zod';
import { harmlessText } from '../acts/harmless-text.ts';
import { conflict, notFound, Problem } from '../http/problem.ts';
import { byId, json, route } from '../http/route.ts';
import type { ApiParts } from '../parts.ts';
import { MOST_TEXT } from './beginning.ts';
import { withoutCaseContent, withoutNames } from './case-content.ts';
import { decodedOf, reading, readingOf } from './reading.ts';
import { inboundState, pageOf, paging, release, releaseShown, search } from './schemas.ts';
import { verdict, withoutHash } from './verdict-schema.ts';

const quarantineReason = z.enum(['virus', 'spam', 'unscannable', 'attachmentType']).meta({ id: 'QuarantineReason' });

const shownAlways = z.object({
  id: z.uuid(),
  version: z.int().describe('What If-Match and the batches want.'),
  receivedAt: z.date(),
  quarantinedAt: z.date(),
  deletesAt: z.date().nullable().describe('When it is deleted by itself; null under a legal hold.'),
  subject: z.string().describe('Empty for operators when it is on a case.'),
  from: z.string(),
  reason: quarantineReason,
  caseNumber: z.int().nullable(),
  attachments: z.int(),
  incomplete: z.boolean(),
  source: z.enum(['pop3', 'smtp', 'import']),
  legalHold: z.boolean(),
  release: release.nullable().describe('It was released before, and something else was found then.'),
});

const listItem = shownAlways
  .extend({
    verdict: verdict.nullable().describe('With the first 10 parts that are not clean, and the first 10 rules.'),
    findings: z.object({ clean: z.int(), notClean: z.int(), policy: z.int() }).describe('How many there are.'),
  })
  .meta({ id: 'QuarantinedMessage' });

const detail = shownAlways
  .extend({
    state: inboundState,
    reason: z.string().nullable(),
    to: z.string(),
    sentAt: z.date().nullable(),
    messageId: z.string().nullable(),
    sha256: z.string(),
    size: z.int(),
    mayRelease: z.boolean().describe('Whether this is in the power of who asks.'),
    infected: z.boolean().describe('Its release has to be confirmed.'),
    verdict: verdict.nullable(),
    ...reading,
  })
  .meta({ id: 'QuarantinedMessageDetail' });

const listQuarantine = route({
  id: 'listQuarantine',
  method: 'get',
  path: '/quarantine',
  summary: 'Mail in quarantine with what was found in each part, newest first.',
  query: paging.extend({ reason: quarantineReason.nullable().default(null), q: search }),
  success: { status: 200, schema: pageOf(listItem) },
  async run({ query: { q, ...filter }, user, parts }) {
    const page = await parts.views.quarantine.list({ ...filter, search: q, hideCaseContent: user.role === 'operator' });
    return json({ ...page, items: page.items.map((item) => shown(forRole(item, user.role), parts)) });
  },
});

const readQuarantined = route({
  id: 'readQuarantined',
  method: 'get',
  path: '/quarantine/{id}',
  summary: 'One mail that is or was in quarantine; the ETag is its version.',
  params: byId,
  success: { status: 200, schema: detail },
  async run({ params, user, parts }) {
    const { decoded, deliveredTo, ...found } = forRole(await quarantined(parts, params.id), user.role);
    const infected = found.verdict !== null && isInfected(found.verdict);
    const mayRelease = found.state === 'quarantined' && (!infected || user.role === 'administrator');
    const { decoded: whole, decodedLost } = await decodedOf({ decoded }, parts.blobs);
    const more = { to: deliveredTo ?? '', mayRelease, infected, ...readingOf(whole), decodedLost };
    const body = { ...shown(found, parts), ...more };
    return json(body, { etag: `"${found.version}"` });
  },
});

const readQuarantinedText = route({
  id: 'readQuarantinedText',
  method: 'get',
  path: '/quarantine/{id}/text',
  summary: 'The plain text of a mail in quarantine, made harmless. Of infected mail for administrators. Audited.',
  params: byId,
  success: { status: 200, schema: z.object({ text: z.string(), cut: z.boolean() }) },
  problems: [409],
  async run({ params, user, parts }) {
    const found = await quarantined(parts, params.id);
    if (found.state !== 'quarantined') throw conflict('This mail is not in quarantine any more.');
    const { verdict: said, caseNumber } = found;
    if (user.role === 'operator' && (caseNumber !== null || !said || isInfected(said))) throw notForOperators();
    await parts.audit.note(user, { action: 'mail.previewed', subject: { kind: 'inboundMessage', id: found.id } });
    const { decoded } = await decodedOf(found, parts.blobs);
    return json(harmlessText(decoded?.text ?? '', MOST_TEXT));
  },
});

async function quarantined({ views }: ApiParts, id: string): Promise<QuarantinedDetail> {
  const found = await views.quarantine.find(id);
  if (!found) throw notFound('This mail, or its time in quarantine,');
  return found;
}

const forRole = <Item extends Pick<QuarantinedItem, 'subject' | 'from' | 'caseNumber' | 'verdict'>>(
  item: Item,
  role: string,
): Item => (role === 'operator' ? withoutNames(withoutCaseContent(item)) : item);

function shown<Item extends Omit<QuarantinedItem, 'reason'>>(item: Item, { quarantineTerm }: ApiParts) {
  const { release: released, verdict: said, quarantinedAt, legalHold } = item;
  return {
    ...item,
    release: released && releaseShown(released),
    verdict: said && withoutHash(said),
    deletesAt: legalHold ? null : new Date(quarantinedAt.getTime() + quarantineTerm),
  };
}

const notForOperators = () =>
  new Problem({
    status: 403,
    code: 'forbidden',
    detail: 'The text of infected mail, and of mail on a case, is not for operators.',
  });

export const quarantineRoutes = [listQuarantine, readQuarantined, readQuarantinedText];
