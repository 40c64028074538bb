import {
  type ContactMoment,
  type ContactMomentFlag,
  type DecodedMessage,
  failsDmarc,
  type InboundMessage,
  isPossibleSpam,
  isUnanswered,
  type OutboundMessage,
  oneLine,
  type Why,
} from '@zaakpost/domain';

const SUMMARY = 500;

/** The timeline's entry of a mail that came in. */
export function inboundMoment(
  message: InboundMessage,
  { decoded, caseId, why }: { decoded: DecodedMessage; caseId: string; why: Why },
): Omit<ContactMoment, 'id'> {
  const [from] = decoded.from;
  return {
    caseId,
    direction: 'inbound',
    channel: 'email',
    who: from ? oneLine(from.name ? `${from.name} <${from.address}>` : from.address) : '',
    subject: oneLine(decoded.subject),
    summary: summaryOf(decoded.text),
    at: message.receivedAt,
    inboundMessageId: message.id,
    outboundMessageId: null,
    why,
    flags: flagsOf(message, decoded, why),
  };
}

/** The timeline's entry of a mail of ours. */
export function outboundMoment(
  message: OutboundMessage,
  { caseId, at }: { caseId: string; at: Date },
): Omit<ContactMoment, 'id'> {
  const sender = message.frozen?.sender;
  return {
    caseId,
    direction: 'outbound',
    channel: 'email',
    who: sender ? oneLine(`${sender.name} <${sender.address}>`) : '',
    subject: message.frozen?.subject ?? message.content.subject,
    summary: summaryOf(message.content.text),
    at,
    inboundMessageId: null,
    outboundMessageId: message.id,
    why: null,
    flags: [],
  };
}

function flagsOf({ verdict }: InboundMessage, decoded: DecodedMessage, why: Why): ContactMomentFlag[] {
  const flags: ContactMomentFlag[] = [];
  if (verdict && isPossibleSpam(verdict)) flags.push('possibleSpam');
  if (verdict && verdict.policy.length > 0) flags.push('suspectAttachment');
  if (why.sender === 'unknown') flags.push('senderUnknown');
  if (verdict && failsDmarc(verdict.authentication)) flags.push('authenticationFailed');
  if (verdict && isUnanswered(verdict.authentication)) flags.push('authenticationUnanswered');
  if (decoded.outcome !== 'ok') flags.push('incomplete');
  if (verdict?.virus.testSignaturesOnly) flags.push('testSignaturesOnly');
  if (decoded.protection?.endsWith('signed')) flags.push('signed');
  if (decoded.protection?.endsWith('encrypted')) flags.push('encrypted');
  return flags;
}

function summaryOf(text: string | null): string {
  const line = (text ?? '').replace(/\s+/gu, ' ').trim();
  if (line.length <= SUMMARY) return line;
  const cut = line.slice(0, SUMMARY - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), SUMMARY / 2))}…`;
}
