import { randomUUID } from 'node:crypto';
import {
  type Blobs,
  type Case,
  type Composer,
  type OutboundContent,
  type OutboundMessage,
  type OutgoingMailSettings,
  oneLine,
  PermanentError,
  type RecipientRole,
  sizeLimit,
  withSubjectCode,
} from '@zaakpost/domain';
import MailComposer from 'nodemailer/lib/mail-composer';
import { safeFilename } from '../parse/filename.ts';
import { validAddress, validMailbox } from './mail-address.ts';
import { signed } from './signature.ts';

export interface ComposerOptions {
  /** Where the attachments are. */
  blobs: Blobs;
  /** Right side of every Message-ID. */
  hostName: string;
  /** Date of the message; the clock of this machine unless told. */
  now?: () => Date;
}

/**
 * Composes with nodemailer (RFC 5322, MIME), measures what came out and signs it. Every address is validated before
 * anything is built of it, and nothing can make the composer read a file or a URL.
 */
export function composer({ blobs, hostName, now = () => new Date() }: ComposerOptions): Composer {
  return {
    async compose(message, { settings, case: of, subjectCode }) {
      const { content } = message;
      const sender = validMailbox(content.sender ?? { name: settings.senderName, address: settings.senderAddress });
      const subject = subjectOf(content, settings, subjectCode ? of : null);
      const messageId = `<${randomUUID()}@${hostName}>`;
      refuseAbove(settings, Math.ceil(content.attachments.reduce((sum, { size }) => sum + size, 0) * BASE64));

      const mime = await new MailComposer({
        from: sender,
        ...recipientsOf(message),
        subject,
        messageId,
        date: now(),
        text: content.text,
        ...(content.html === null ? {} : { html: content.html }),
        ...repliedTo(content),
        headers: machineFields(content),
        attachments: await attachmentsOf(content, blobs),
        newline: 'win',
        disableFileAccess: true,
        disableUrlAccess: true,
      })
        .compile()
        .build();

      const whole = settings.dkim ? await signed(mime, settings.dkim) : mime;
      refuseAbove(settings, whole.length);
      return { mime: whole, messageId, subject, sender };
    },
  };
}

/** How much base64 with its line ends adds (RFC 2045 section 6.8). */
const BASE64 = (4 / 3) * (78 / 76);

function refuseAbove(settings: OutgoingMailSettings, size: number): void {
  const most = sizeLimit(settings);
  if (size <= most) return;
  const mb = (bytes: number) => (bytes / 1_048_576).toFixed(1);
  throw new PermanentError('message-too-large', {
    message: `The message is ${mb(size)} MB as it would be sent and may be ${mb(most)} MB; leave attachments out.`,
  });
}

function subjectOf(content: OutboundContent, settings: OutgoingMailSettings, of: Case | null): string {
  const subject = oneLine(content.subject);
  const code = of && { caseNumber: of.number, mailCode: of.mailCode };
  return code ? withSubjectCode(subject, settings.subjectPrefix, code) : subject;
}

/** To and Cc; every address is validated, those that stay out of the bytes too. */
function recipientsOf({ recipients }: OutboundMessage) {
  for (const { address } of recipients) validAddress(address);
  const all = (role: RecipientRole) => recipients.filter((recipient) => recipient.role === role).map(validMailbox);
  const to = all('to');
  const cc = all('cc');
  return { to: to.length + cc.length === 0 ? 'undisclosed-recipients:;' : to, cc };
}

/** RFC 5322 section 3.6.4. */
function repliedTo({ inReplyTo }: OutboundContent) {
  return inReplyTo !== null && /^<[^\s<>]+@[^\s<>]+>$/u.test(inReplyTo) ? { inReplyTo, references: inReplyTo } : {};
}

/** RFC 3834 section 5, and what keeps Exchange from answering it. */
const machineFields = ({ kind }: OutboundContent): Record<string, string> =>
  kind === 'acknowledgement' ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {};

const attachmentsOf = (content: OutboundContent, blobs: Blobs) =>
  Promise.all(
    content.attachments.map(async (attachment) => ({
      filename: safeFilename(attachment.filename) ?? 'bijlage',
      contentType: /^[\w.+-]+\/[\w.+-]+$/u.test(attachment.contentType)
        ? attachment.contentType
        : 'application/octet-stream',
      content: await blobs.read(attachment),
    })),
  );
