import { randomUUID } from 'node:crypto';
import {
  type Case,
  type DecodedMessage,
  type EmailTemplate,
  type InboundState,
  newMailCode,
  type Verdict,
  verdictFrom,
} from '@zaakpost/domain';
import { caseTypeDesk, templateDesk } from '@zaakpost/store';
import type { ApiParts } from './parts.ts';

/** For tests: a case type, and an open case of it. */
export async function someCase({ database, cases }: ApiParts, subject = 'Losse stoeptegel'): Promise<Case> {
  const caseTypeId = randomUUID();
  return await database.transaction(async (tx) => {
    const attributes = [{ magicString: 'plek', label: 'Plek', type: 'text' as const }];
    await caseTypeDesk.add(tx, { id: caseTypeId, name: `Melding ${caseTypeId}`, attributes });
    return cases.start(tx, {
      id: randomUUID(),
      caseTypeId,
      subject,
      mailCode: newMailCode(),
      parties: [{ role: 'requestor', name: 'Jan Jansen', address: 'jan@example.nl' }],
      attributes: { plek: 'Dorpsstraat 1' },
    });
  });
}

/** For tests: a template that a case of {@link someCase} fills in whole. */
export async function someTemplate({ database }: ApiParts, text = 'Beste [[aanvrager_naam]]'): Promise<EmailTemplate> {
  const template: EmailTemplate = {
    id: randomUUID(),
    name: `Bericht ${randomUUID()}`,
    subject: 'Over [[zaak_onderwerp]]',
    text,
    html: null,
    senderName: null,
    senderAddress: null,
  };
  await database.transaction((tx) => templateDesk.add(tx, template));
  return template;
}

/** For tests: the profile without which nothing is scheduled. */
export async function allowScheduling({ database, desk }: ApiParts): Promise<void> {
  const profile = { id: randomUUID(), type: 'scheduledEmail', name: 'Inplannen', active: true, settings: {} } as const;
  await database.transaction((tx) => desk.profiles.add(tx, profile));
}

const CLEAN = { outcome: 'clean', signature: null, scanner: 'clamd', testSignaturesOnly: false } as const;
const INFECTED = { outcome: 'infected', signature: 'Eicar', scanner: 'clamd', testSignaturesOnly: true } as const;
const HAM = { action: 'no action', score: 0, required: 15, symbols: [], degraded: false } as const;

const SPAM = { ...HAM, action: 'reject', score: 30 } as const;

interface SomeMessage {
  state: InboundState;
  caseId?: string;
  infected?: boolean;
  spam?: boolean;
  mail?: DecodedMessage;
}

/** For tests: a message with its bytes, as far as `state` says. */
export async function someMessage(
  { database, blobs, inbound }: ApiParts,
  { state, caseId, infected = false, spam = false, mail = decodedMessage }: SomeMessage,
): Promise<string> {
  const id = randomUUID();
  const raw = await blobs.put(Buffer.from(`Subject: Vraag ${id}\r\n\r\nGeachte gemeente`));
  const decoded = await blobs.put(Buffer.from(JSON.stringify(mail)));
  const virus = infected ? INFECTED : CLEAN;
  const verdict: Verdict = verdictFrom({ sha256: raw.sha256, virus, spam: { ...(spam ? SPAM : HAM), symbols: [] } });
  await database.transaction(async (tx) => {
    const source = { kind: 'import', path: 'vraag.eml' } as const;
    await inbound.received(tx, [{ id, raw, source, deliveredTo: 'info@example.nl', sessionId: null }]);
    const scanned = { verdict, decoded, headline, parts: [] };
    if (infected || spam) await inbound.quarantined(tx, id, scanned);
    else await inbound.scanned(tx, id, scanned);
    if (!infected && !spam) await inbound.settled(tx, id, state, caseId === undefined ? {} : { caseId });
  });
  return id;
}

/** For tests: a mail on a case, with one attachment. */
export async function filedMail(
  parts: ApiParts,
  caseId: string,
  { filename = 'brief.pdf', contentType = 'application/pdf', many = 1 } = {},
): Promise<{ documentId: string; mail: string }> {
  const inboundMessageId = await someMessage(parts, { state: 'onCase', caseId });
  const blob = await parts.blobs.put(Buffer.from('%PDF-1.7'));
  await parts.database.transaction(async (tx) => {
    const mail = { caseId, inboundMessageId, outboundMessageId: null };
    const words = { who: 'Piet', subject: 'Vraag', summary: '', why: null, flags: [], at: new Date('2026-11-01') };
    await parts.dossier.addContactMoment(tx, { ...mail, ...words, direction: 'inbound', channel: 'email' });
    for (let ordinal = 0; ordinal < many; ordinal += 1) {
      const file = { filename: `${filename}${ordinal || ''}`, contentType, ordinal };
      await parts.dossier.addDocument(tx, { ...mail, ...blob, ...file, role: 'attachment' });
    }
  });
  const documents = await parts.database.ask((db) =>
    db.query('select id from document where inbound_message_id = $1 order by ordinal', [inboundMessageId]),
  );
  return { documentId: String(documents[0].id), mail: inboundMessageId };
}

const headline = {
  subject: 'Vraag over afval',
  from: 'Piet <piet@example.nl>',
  messageId: null,
  sentAt: null,
  attachments: 1,
  incomplete: false,
};

/** For tests: what {@link someMessage} says. */
export const decodedMessage: DecodedMessage = {
  outcome: 'ok',
  reason: null,
  subject: headline.subject,
  from: [{ name: 'Piet', address: 'piet@example.nl' }],
  to: [{ name: '', address: 'info@example.nl' }],
  cc: [],
  replyTo: [],
  messageId: null,
  inReplyTo: [],
  references: [],
  date: null,
  text: 'Geachte gemeente',
  html: null,
  attachments: [],
  autoSubmitted: false,
  throughList: false,
  bounce: null,
  warnings: [],
};
