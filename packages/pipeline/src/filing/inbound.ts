import type {
  Blobs,
  Cases,
  Classification,
  DecodedMessage,
  DocumentIntake,
  Dossier,
  InboundMessage,
  InboundMessages,
  NewStep,
  OutboundMessages,
  Profiles,
  Templates,
  Tx,
} from '@zaakpost/domain';
import { PermanentError, step } from '@zaakpost/domain';
import { requireClean } from '../clean-verdict.ts';
import { readDecoded } from '../decoded.ts';
import { done, type Outcome } from '../runner/stage.ts';
import { acknowledgementFor } from './acknowledgement.ts';
import { inboundMoment } from './contact-moment-of.ts';
import { attachmentsOf, documentsOf } from './documents-of.ts';
import { caseFrom } from './start-case.ts';

export interface InboundPorts {
  inbound: InboundMessages;
  outbound: OutboundMessages;
  cases: Cases;
  dossier: Dossier;
  intake: DocumentIntake;
  profiles: Profiles;
  templates: Templates;
  blobs: Blobs;
}

/** Files a classified message: on its case, on the case it starts, or in the document intake. */
export async function fileInbound(id: string, ports: InboundPorts): Promise<Outcome> {
  const message = await ports.inbound.load(id);
  if (message.state !== 'classified' && message.state !== 'failed') return done();
  requireClean(message);
  const decoded = await readDecoded(ports.blobs, message.decoded);
  const found = message.classification;

  switch (found?.kind) {
    case 'case':
      return done({
        record: (tx) =>
          putOnCase(tx, { message, decoded, found, caseId: found.caseId, state: standingOn(found) }, ports),
      });
    case 'startCase':
      return startCase(message, decoded, found, ports);
    case 'documentIntake':
      return done({ record: (tx) => putInIntake(tx, message, decoded, ports) });
    default:
      throw new PermanentError('record-missing', { message: 'This message has no place to go to; classify it again.' });
  }
}

interface OnCase {
  message: InboundMessage;
  decoded: DecodedMessage;
  found: Classification;
  caseId: string;
  state: 'onCase' | 'caseStarted' | 'needsConfirmation';
}

/**
 * The code alone does not authorise: mail of a sender who is not known on the case, or whom the domain that it names
 * disowns, or of which DNS could not tell that, is there, but to be confirmed.
 */
const standingOn = ({ why: { sender, authentication } }: Classification) =>
  sender === 'unknown' || authentication === 'failed' || authentication === 'unanswered'
    ? 'needsConfirmation'
    : 'onCase';

async function putOnCase(
  tx: Tx,
  { message, decoded, found, caseId, state }: OnCase,
  ports: InboundPorts,
): Promise<NewStep[]> {
  await ports.dossier.addContactMoment(tx, inboundMoment(message, { decoded, caseId, why: found.why }));
  for (const document of documentsOf(message, decoded, caseId)) await ports.dossier.addDocument(tx, document);
  await ports.inbound.settled(tx, message.id, state, { caseId });
  return [step('render-pdf', 'inboundMessage', message.id)];
}

async function startCase(
  message: InboundMessage,
  decoded: DecodedMessage,
  found: Extract<Classification, { kind: 'startCase' }>,
  ports: InboundPorts,
): Promise<Outcome> {
  const profile = await ports.profiles.load('incomingMail', found.profileId);
  if (profile?.settings.interface !== 'caseType') {
    throw new PermanentError('profile-missing', {
      message: 'The incoming mail profile was switched off or changed; classify the message again.',
    });
  }
  const { settings } = profile;
  const newCase = await caseFrom(message, decoded, settings, ports);
  const caseType = await ports.cases.loadCaseType(settings.caseTypeId);
  // Read before the transaction: one that waits for a second connection while it holds its own would starve the pool.
  const { acknowledgementTemplateId: templateId } = settings;
  const template = templateId === null ? null : await ports.templates.load(templateId);

  return done({
    record: async (tx) => {
      const started = await ports.cases.start(tx, newCase);
      const steps = await putOnCase(tx, { message, decoded, found, caseId: started.id, state: 'caseStarted' }, ports);
      // An answer to a forged sender goes to somebody who wrote nothing.
      const isForged = found.why.authentication === 'failed';
      const answer = !isForged && template && acknowledgementFor(decoded, { case: started, caseType }, template);
      const send = answer && (await ports.outbound.acknowledgementQueued(tx, answer));
      return send ? [...steps, send] : steps;
    },
  });
}

async function putInIntake(
  tx: Tx,
  message: InboundMessage,
  decoded: DecodedMessage,
  ports: InboundPorts,
): Promise<void> {
  const attachments = attachmentsOf(decoded);
  for (const [ordinal, { sha256, size, contentType, filename }] of attachments.entries()) {
    const name = filename ?? `bijlage-${ordinal + 1}`;
    await ports.intake.add(tx, { sha256, size, contentType, filename: name, inboundMessageId: message.id, ordinal });
  }
  await ports.inbound.settled(tx, message.id, attachments.length > 0 ? 'inDocumentIntake' : 'noAttachments');
}
