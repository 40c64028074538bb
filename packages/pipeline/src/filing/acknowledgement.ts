import { randomUUID } from 'node:crypto';
import {
  type Case,
  type CaseType,
  type DecodedMessage,
  type EmailTemplate,
  magicStrings,
  type NewOutboundMessage,
  renderTemplate,
} from '@zaakpost/domain';

/** Magic strings an acknowledgement may use: none of them holds a word of the sender's. */
const OWN_WORDS = ['zaaknummer', 'zaaktype', 'registratiedatum', 'streefafhandeldatum'];

/**
 * The answer that says a mail has arrived; null where none may go: no sender to answer, an automatic sender or a mailing list
 * (RFC 3834, section 2), or a template that asks for more than our own words.
 */
export function acknowledgementFor(
  decoded: DecodedMessage,
  started: { case: Case; caseType: CaseType },
  template: EmailTemplate,
): NewOutboundMessage | null {
  const [sender] = decoded.replyTo.length > 0 ? decoded.replyTo : decoded.from;
  if (!sender || decoded.autoSubmitted || decoded.throughList || decoded.bounce) return null;

  const all = Object.entries(magicStrings(started.case, started.caseType));
  const values = Object.fromEntries(all.filter(([word]) => OWN_WORDS.includes(word)));
  const rendered = renderTemplate(template, values);
  if (rendered.missing.length > 0) return null;

  return {
    id: randomUUID(),
    caseId: started.case.id,
    content: {
      kind: 'acknowledgement',
      subject: rendered.subject,
      text: rendered.text,
      html: rendered.html,
      sender: template.senderAddress ? { name: template.senderName ?? '', address: template.senderAddress } : null,
      attachments: [],
      inReplyTo: decoded.messageId,
    },
    recipients: [{ role: 'to', address: sender.address, name: '' }],
  };
}
