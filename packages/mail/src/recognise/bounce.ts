import type { Bounce } from '@zaakpost/domain';
import { decodeText, firstOf, messageIds, type RawHeaders } from '../parse/headers.ts';
import { hasNullPath } from './auto-submitted.ts';

/** The parts of a report that say what bounced, as far as they were kept (64 kB each). */
export interface ReportParts {
  /** `message/delivery-status` (RFC 3464 section 2). */
  status: string | null;
  /** `message/rfc822` or `text/rfc822-headers` (RFC 6522 section 3): the mail that bounced, or its header. */
  returned: string | null;
}

const MOST_RECIPIENTS = 100;
const FAILED =
  /undeliver|delivery (?:status notification|has failed|failure)|mail delivery (?:failed|system)|returned (?:mail|to sender)|failure notice|delivery report|niet (?:af|be)leverbaar|onbestelbaar|kon niet worden (?:bezorgd|afgeleverd)/iu;

/** Is this a bounce, and of what? Null when it is none. A positive report (`delivered`, `relayed`) is none either. */
export function bounceOf(headers: RawHeaders, parts: ReportParts, text: string | null): Bounce | null {
  const recipients = parts.status === null ? [] : recipientsIn(parts.status);
  if (recipients.length > 0) {
    const failed = recipients.filter(({ action }) => action === 'failed' || action === 'delayed');
    return failed.length > 0 ? { originalMessageId: originalId(parts, text), recipients: failed } : null;
  }
  const failed = headers.get('x-failed-recipients');
  const looksIt = hasNullPath(headers) && FAILED.test(decodeText(firstOf(headers, 'subject')));
  if (!failed && !looksIt) return null;
  return {
    originalMessageId: originalId(parts, text),
    recipients: (failed ? addressesIn(failed.join(',')) : addressesIn(leadingLines(text))).map((address) => ({
      address,
      action: 'failed',
      status: '',
    })),
  };
}

/** The per-recipient groups of a delivery status: fields in paragraphs, the first of which is about the message. */
function recipientsIn(status: string): Bounce['recipients'] {
  return status
    .replace(/\r\n/gu, '\n')
    .replace(/\n[ \t]+/gu, ' ')
    .split(/\n[ \t]*\n/u)
    .map((group) => ({
      address: addressIn(field(group, 'original-recipient') || field(group, 'final-recipient')),
      action: field(group, 'action').toLowerCase().split(/\s/u)[0] ?? '',
      status: /\d\.\d{1,3}\.\d{1,3}/u.exec(field(group, 'status'))?.[0] ?? '',
    }))
    .filter(({ address, action }) => address !== '' && action !== '')
    .slice(0, MOST_RECIPIENTS);
}

const field = (group: string, name: string): string =>
  new RegExp(`^${name}:(.*)$`, 'imu').exec(group)?.[1]?.trim() ?? '';

/** `rfc822; jan@example.nl`, with or without its type and brackets. */
const addressIn = (value: string): string =>
  value
    .slice(value.indexOf(';') + 1)
    .replace(/[<>\s\0]/gu, '')
    .slice(0, 320);

const addressesIn = (value: string): string[] =>
  [...new Set(value.match(/[^\s<>,;:"()]{1,64}@[a-z0-9.-]{1,253}[a-z0-9]/giu) ?? [])].slice(0, MOST_RECIPIENTS);

/** Where mail systems without a report name the address: a line of its own, `<jan@example.nl>:` (qmail, Exchange). */
const leadingLines = (text: string | null): string =>
  (text ?? '')
    .slice(0, 20_000)
    .split('\n')
    .filter((line) => /^\s*<?[^\s<>]+@[^\s<>]+>?:?\s*$/u.test(line))
    .join(',');

function originalId(parts: ReportParts, text: string | null): string | null {
  for (const source of [parts.returned, text?.slice(0, 65_536) ?? null]) {
    const line = source && /^message-id:[ \t]*(?:\r?\n[ \t]+)?(.*)$/imu.exec(source)?.[1];
    const [id] = line ? messageIds(line, 1) : [];
    if (id) return id;
  }
  return null;
}
