import type {
  Blobs,
  Case,
  DecodedMessage,
  InboundMessage,
  MailAddress,
  MailPage,
  OutboundMessage,
} from '@zaakpost/domain';
import { attachmentsOf } from '../filing/documents-of.ts';

/** Inline images of one mail that are printed; what is more stays an attachment of the original. */
const MOST_IMAGES = 50;

/** The page of a mail that came in. */
export async function inboundPage(
  message: InboundMessage,
  decoded: DecodedMessage,
  of: Case,
  blobs: Blobs,
): Promise<MailPage> {
  const inline = decoded.attachments.filter(({ inline, contentId }) => inline && contentId).slice(0, MOST_IMAGES);
  return {
    from: list(decoded.from),
    to: list(decoded.to),
    cc: list(decoded.cc),
    subject: decoded.subject,
    date: dutchMoment(decoded.date === null ? message.receivedAt : new Date(decoded.date)),
    caseNumber: of.number,
    attachments: attachmentsOf(decoded).map(({ filename, size }) => ({ filename: filename ?? 'bijlage', size })),
    html: decoded.html,
    text: decoded.text,
    images: await Promise.all(
      inline.map(async (image) => ({
        contentId: image.contentId ?? '',
        contentType: image.contentType,
        bytes: await blobs.read(image),
      })),
    ),
    incomplete: decoded.outcome !== 'ok',
  };
}

/** The page of a mail of ours; blind copies are on it for nobody to see. */
export function outboundPage(message: OutboundMessage, of: Case): MailPage {
  const to = (role: string) => list(message.recipients.filter((recipient) => recipient.role === role));
  const { frozen, content } = message;
  return {
    from: frozen ? list([frozen.sender]) : '',
    to: to('to'),
    cc: to('cc'),
    subject: frozen?.subject ?? content.subject,
    date: dutchMoment(message.createdAt),
    caseNumber: of.number,
    attachments: content.attachments,
    html: content.html,
    text: content.text,
    images: [],
    incomplete: false,
  };
}

const list = (addresses: MailAddress[]): string =>
  addresses.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');

const dutchMoment = (at: Date): string =>
  Number.isNaN(at.getTime())
    ? 'onbekend'
    : at.toLocaleString('nl-NL', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Amsterdam' });
