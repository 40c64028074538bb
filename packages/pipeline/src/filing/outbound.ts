import { type Dossier, type OutboundMessages, step } from '@zaakpost/domain';
import { done, type Outcome } from '../runner/stage.ts';
import { outboundMoment } from './contact-moment-of.ts';
import { fileNameOf } from './documents-of.ts';

export interface OutboundPorts {
  outbound: OutboundMessages;
  dossier: Dossier;
}

/** Files a mail of ours on its case, once its first recipient is settled: contact moment and original. */
export async function fileOutbound(id: string, { outbound, dossier }: OutboundPorts): Promise<Outcome> {
  const message = await outbound.load(id);
  const { caseId, frozen } = message;
  if (caseId === null || !frozen) return done();

  const settled = message.recipients.flatMap(({ settledAt }) => (settledAt ? [settledAt.getTime()] : []));
  const at = settled.length > 0 ? new Date(Math.min(...settled)) : message.createdAt;
  return done({
    record: async (tx) => {
      await dossier.addContactMoment(tx, outboundMoment(message, { caseId, at }));
      await dossier.addDocument(tx, {
        caseId,
        role: 'mailAsEml',
        filename: `${fileNameOf(frozen.subject)}.eml`,
        contentType: 'message/rfc822',
        sha256: frozen.sha256,
        size: frozen.size,
        inboundMessageId: null,
        outboundMessageId: id,
        ordinal: 0,
      });
    },
    next: [step('render-pdf', 'outboundMessage', id)],
  });
}
