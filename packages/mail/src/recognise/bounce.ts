import type { Bounce } from '@zaakpost/domain';
import { decodeText, firstOf, messageIds, type RawHeaders } from '../parse/headers.ts';
import { isReport } from './auto-submitted.ts';
import { reportedRecipients } from './delivery-status.ts';
import { isDelaySubject } from './known-subjects.ts';
import { hasNullPath, isMailSystem, isPostmaster } from './machine-sender.ts';
import { isNotice, isOtherReport } from './notice.ts';
import { namedRecipients, returnedIn } from './notice-text.ts';
import { statusIn } from './status-code.ts';

/** The parts of a report that say what bounced, as far as they were kept (64 kB each). */
export interface ReportParts {
  /** `message/delivery-status` (RFC 3464 section 2). */
  status: string | null;
  /** `message/rfc822` or `text/rfc822-headers` (RFC 6522 section 3): the mail that bounced, or its header. */
  returned: string | null;
}

const MOST_RECIPIENTS = 100;

/**
 * Is this a bounce, and of what? Null when it is none: so are a report that all went well (`delivered`, `relayed`,
 * `expanded`), a read receipt (RFC 8098), a complaint (RFC 5965), and a bounce that a person sends on.
 */
export function bounceOf(headers: RawHeaders, parts: ReportParts, text: string | null): Bounce | null {
  if (isOtherReport(headers, text ?? '')) return null;
  const bySystem = hasNullPath(headers) || isMailSystem(headers);
  const reported = parts.status === null ? [] : reportedRecipients(utf8(parts.status), MOST_RECIPIENTS);
  if (reported.length > 0 && (isReport(headers) || bySystem || isPostmaster(headers))) {
    const missing = reported.filter(({ action }) => action === 'failed' || action === 'delayed');
    return missing.length > 0 ? { originalMessageId: originalId(headers, parts, text), recipients: missing } : null;
  }
  if (!headers.has('x-failed-recipients') && !isNotice(headers, parts, text ?? '')) return null;
  return { originalMessageId: originalId(headers, parts, text), recipients: recipientsOf(headers, parts, text ?? '') };
}

/** From `X-Failed-Recipients` (Exim), the words of the notice, the returned mail, or the address that it came back to. */
function recipientsOf(headers: RawHeaders, parts: ReportParts, text: string): Bounce['recipients'] {
  const subject = decodeText(firstOf(headers, 'subject'));
  const named = namedRecipients(text, ownAddresses(headers), subject, MOST_RECIPIENTS);
  const failed = addressesIn((headers.get('x-failed-recipients') ?? []).join(','));
  if (failed.length === 0 && named.length > 0) return named;
  const wrapped = failed.length > 0 ? [] : wrappedRecipients(parts.returned ?? '');
  if (wrapped.length > 0) return wrapped;
  const others = failed.length > 0 ? failed : (sole(addressedIn(headers, parts, text)) ?? sole(varied(headers)) ?? []);
  const action = isDelaySubject(subject) ? 'delayed' : 'failed';
  const spoken = new Map(named.map((one) => [one.address.toLowerCase(), one]));
  const statusOf = (address: string) => spoken.get(address.toLowerCase())?.status ?? statusIn(text.slice(0, 20_000));
  return others.map((address) => ({ address, action, status: statusOf(address) }));
}

/** Of a report that a gateway has put whole into a notice of its own. */
function wrappedRecipients(returned: string): Bounce['recipients'] {
  const at = returned.search(/^content-type:[ \t]*message\/(?:global-)?delivery-status/imu);
  return at === -1 ? [] : reportedRecipients(utf8(returned.slice(at)), MOST_RECIPIENTS);
}

const addressesIn = (value: string): string[] =>
  [...new Set(value.match(/[^\s<>,;:"()]{1,64}@[\p{L}\p{N}.-]{1,253}/giu) ?? [])].slice(0, MOST_RECIPIENTS);

/** Whom the notice went to, and who sent it: none of them is the one that it is about. */
const ownAddresses = (headers: RawHeaders): Set<string> =>
  new Set(
    ['to', 'from', 'sender', 'reply-to', 'delivered-to', 'envelope-to', 'x-original-to'].flatMap((name) =>
      addressesIn((headers.get(name) ?? []).join(',')).map((address) => address.toLowerCase()),
    ),
  );

const sole = (addresses: string[]): string[] | null => (addresses.length === 1 ? addresses : null);

function addressedIn(headers: RawHeaders, parts: ReportParts, text: string): string[] {
  const own = ownAddresses(headers);
  const to = addressesIn(fieldIn(headerOf(parts.returned ?? returnedIn(text)), 'to'));
  return to.filter((address) => !own.has(address.toLowerCase()));
}

/** The recipient within the address that the notice came back to: `bounce+jan=example.nl@gemeente.nl` (VERP). */
const varied = (headers: RawHeaders): string[] =>
  [...ownAddresses(headers)].flatMap((address) => {
    const [, local, domain] = /^[^@]*?[+-]([^@+=]+)=([^@=]+\.[^@=]+)@/u.exec(address) ?? [];
    return local && domain ? [`${local}@${domain}`] : [];
  });

/** The value of a field in a header block, unfolded. */
const fieldIn = (block: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*((?:.*)(?:\\r?\\n[ \\t]+\\S.*)*)`, 'imu').exec(block)?.[1]?.replace(/\r?\n/gu, ' ') ?? '';

/** In the returned mail, in the report (Gmail), in the notice's own words, or in what the notice answers (Exchange). */
function originalId(headers: RawHeaders, parts: ReportParts, text: string | null): string | null {
  const sources = [
    fieldIn(headerOf(parts.returned ?? ''), 'message-id'),
    fieldIn(parts.status ?? '', 'x-original-message-id'),
    fieldIn(returnedIn(text ?? ''), 'message-id'),
    fieldIn((text ?? '').slice(0, 65_536), '[ \\t]*(?:original )?message-?id'),
    firstOf(headers, 'x-original-message-id'),
    firstOf(headers, 'in-reply-to'),
    messageIds(firstOf(headers, 'references')).at(-1) ?? '',
  ];
  return sources.flatMap((source) => messageIds(source, 1))[0] ?? null;
}

const headerOf = (message: string): string => message.replace(/^\s+/u, '').split(/\r?\n\r?\n/u, 1)[0] ?? '';

/** The parts are kept as one character for each byte; RFC 6533 has addresses in UTF-8. */
function utf8(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  return text.includes('�') ? latin1 : text;
}
