import type { CaseDocument, DecodedAttachment, DecodedMessage, InboundMessage } from '@zaakpost/domain';

/** A document about to be put on a case; `ordinal` tells those of one mail and role apart. */
export type FiledDocument = Omit<CaseDocument, 'id' | 'createdAt'> & { ordinal: number };

/** The original of a mail and each of its attachments, in their order. Images within the body are in the PDF. */
export function documentsOf(message: InboundMessage, decoded: DecodedMessage, caseId: string): FiledDocument[] {
  const of = { caseId, inboundMessageId: message.id, outboundMessageId: null };
  const original: FiledDocument = {
    ...of,
    ...message.raw,
    role: 'mailAsEml',
    filename: `${fileNameOf(decoded.subject)}.eml`,
    contentType: 'message/rfc822',
    ordinal: 0,
  };
  return [original, ...attachmentsOf(decoded).map((attachment, ordinal) => ({ ...of, ...filed(attachment, ordinal) }))];
}

/** The attachments a person would save. */
export const attachmentsOf = (decoded: DecodedMessage): DecodedAttachment[] =>
  decoded.attachments.filter((attachment) => !attachment.inline);

const filed = ({ sha256, size, contentType, filename }: DecodedAttachment, ordinal: number) => ({
  sha256,
  size,
  contentType,
  role: 'attachment' as const,
  filename: filename ?? `bijlage-${ordinal + 1}`,
  ordinal,
});

/** A file name from a subject: no separators, no control characters, at most 80 characters. */
export const fileNameOf = (subject: string): string => {
  const line = subject
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return [...line].slice(0, 80).join('').trim() || 'e-mail';
};
