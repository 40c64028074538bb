import { decodeText, firstOf, type RawHeaders } from '../parse/headers.ts';
import { isReport } from './auto-submitted.ts';
import type { ReportParts } from './bounce.ts';
import { isBounceSubject, isMachineSubject } from './known-subjects.ts';
import { hasNullPath, isMailSystem, isPostmaster } from './machine-sender.ts';
import { beginsAsNotice, saysRejected, saysUndelivered } from './notice-words.ts';
import { hasStatus } from './status-code.ts';

const LOOKED_AT = 20_000;

/**
 * Is this, without a report that can be read, a notice that mail did not arrive? A sender that only mail systems use is
 * believed by its subject, its words, or the mail that it returns; a postmaster, or a null path, by its subject and its
 * words; any other only by a subject together with the frame that gateways put around their notices, as people write of
 * returned mail too.
 */
export function isNotice(headers: RawHeaders, parts: ReportParts, text: string): boolean {
  const subject = decodeText(firstOf(headers, 'subject'));
  if (isBounceSubject(subject)) {
    if (isMailSystem(headers) || isReport(headers)) return true;
    const signs = [hasNullPath(headers), isPostmaster(headers)].filter(Boolean).length;
    // A postmaster is a person as well, and what a forwarder sends on may have a null path.
    const told = parts.returned !== null || saysUndelivered(text) || hasStatus(text.slice(0, LOOKED_AT));
    return signs === 2 || (signs === 1 && told) || beginsAsNotice(text);
  }
  if (isDeliveryReport(headers)) return saysUndelivered(text);
  if (!isMailSystem(headers) || isMachineSubject(subject)) return false;
  return parts.returned !== null || saysUndelivered(text);
}

const reportType = (headers: RawHeaders): string =>
  isReport(headers)
    ? (/report-type\s*=\s*"?([\w-]+)/iu.exec(firstOf(headers, 'content-type'))?.[1]?.toLowerCase() ?? '')
    : '';

const isDeliveryReport = (headers: RawHeaders): boolean => reportType(headers) === 'delivery-status';

/**
 * `multipart/report` about something else than a delivery: a complaint (RFC 5965), or a read receipt (RFC 8098) that is
 * not how a filter's `reject` answers (RFC 5429 section 2.1.1).
 */
export function isOtherReport(headers: RawHeaders, text: string): boolean {
  const type = reportType(headers);
  if (type === 'disposition-notification') return !(isMailSystem(headers) && saysRejected(text));
  return type === 'feedback-report';
}
