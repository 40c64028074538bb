import {
  type About,
  type Blobs,
  type Cases,
  type Dossier,
  exponential,
  type InboundMessages,
  type MailPage,
  minutes,
  type OutboundMessages,
  type PdfRenderer,
  seconds,
} from '@zaakpost/domain';
import { requireClean } from '../clean-verdict.ts';
import { readDecoded } from '../decoded.ts';
import { fileNameOf } from '../filing/documents-of.ts';
import { inboundPage, outboundPage } from '../printing/mail-page.ts';
import { done, stage } from '../runner/stage.ts';

interface Ports {
  inbound: InboundMessages;
  outbound: OutboundMessages;
  cases: Cases;
  dossier: Dossier;
  blobs: Blobs;
  renderer: PdfRenderer;
}

/** Prints a mail among the documents of its case. The record does not wait for it: contact moment and original are there. */
export const renderPdf = stage<Ports>({
  queue: 'render-pdf',
  about: ['inboundMessage', 'outboundMessage'],
  policy: { attempts: 5, backoff: exponential(seconds(5), { cap: minutes(10) }), timeout: minutes(2) },

  async run({ about, blobs, renderer, dossier, signal, ...registers }) {
    const found = await pageOf(about, { ...registers, blobs });
    if (!found) return done();

    const { pdf } = await renderer.render(found.page, { signal });
    const stored = await blobs.put(pdf, { signal });
    return done({
      record: (tx) =>
        dossier.addDocument(tx, {
          ...stored,
          caseId: found.caseId,
          role: 'mailAsPdf',
          filename: `${fileNameOf(found.page.subject)}.pdf`,
          contentType: 'application/pdf',
          inboundMessageId: about.kind === 'inboundMessage' ? about.id : null,
          outboundMessageId: about.kind === 'outboundMessage' ? about.id : null,
          ordinal: 0,
        }),
    });
  },
});

async function pageOf(
  about: About,
  { inbound, outbound, cases, blobs }: Pick<Ports, 'inbound' | 'outbound' | 'cases' | 'blobs'>,
): Promise<{ page: MailPage; caseId: string } | null> {
  if (about.kind === 'outboundMessage') {
    const message = await outbound.load(about.id);
    if (message.caseId === null) return null;
    return { page: outboundPage(message, await cases.load(message.caseId)), caseId: message.caseId };
  }
  const message = await inbound.load(about.id);
  if (message.caseId === null) return null;
  requireClean(message);
  const decoded = await readDecoded(blobs, message.decoded);
  return { page: await inboundPage(message, decoded, await cases.load(message.caseId), blobs), caseId: message.caseId };
}
