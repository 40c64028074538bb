import { type SubmissionOutcome, TransientError, UnavailableError } from '@zaakpost/domain';
import { cleanLine } from '../parse/clean-text.ts';

/** What nodemailer tells of a failure. */
interface SmtpFault {
  code?: string;
  originalCode?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  message?: string;
}

const LONGEST_REPLY = 500;

/** A server's reply as it is kept: one line, at most 500 characters. */
export const replyOf = (response: string): string => cleanLine(response, LONGEST_REPLY);

/** A failure while connecting or logging in: nothing was sent, and no recipient is to blame. */
export function connectFault(fault: unknown): TransientError | UnavailableError {
  const { code = '', originalCode = '', responseCode = 0 } = asFault(fault);
  if (responseCode >= 400 && responseCode < 500) return deferred(responseCode, fault);
  if (code === 'EAUTH') {
    return unavailable('smtp-login-refused', 'The mail server refused the login; check user name and password.', fault);
  }
  if (code === 'ETLS' || TLS_FAULT.test(originalCode)) {
    return unavailable('smtp-tls', 'The mail server offers no TLS, or no certificate that is trusted.', fault);
  }
  return unavailable('smtp-unreachable', 'The mail server does not answer as one; it is tried again.', fault);
}

const TLS_FAULT = /CERT|SELF_SIGNED|UNABLE_TO|^ERR_TLS|^ERR_SSL|^EPROTO$|HOSTNAME/u;

/** A failure between MAIL and the terminator: certainly unsent. */
export function unsent(fault: unknown): SubmissionOutcome {
  const { code, responseCode = 0, response = '', message = '' } = asFault(fault);
  if (responseCode === 530 || responseCode === 535) {
    throw unavailable('smtp-login-refused', 'The mail server takes no mail without another login.', fault);
  }
  if (responseCode >= 500) return { kind: 'refused', reply: replyOf(response) };
  if (responseCode >= 400) return { kind: 'deferred', reply: replyOf(response) };
  // The server announced a SIZE (RFC 1870) that this message exceeds; nothing was asked of it.
  if (code === 'EMESSAGE' && /larger than allowed/u.test(message)) return { kind: 'refused', reply: replyOf(message) };
  throw unavailable('smtp-unreachable', 'The connection to the mail server broke before the message was sent.', fault);
}

/** A failure after the terminator: a whole reply decides, anything else leaves it unknown. */
export function afterTerminator(fault: unknown): SubmissionOutcome {
  const { code, command, responseCode = 0, response = '', message = '' } = asFault(fault);
  const whole = code === 'EMESSAGE' && command === 'DATA';
  if (whole && responseCode >= 500 && responseCode < 600) return { kind: 'refused', reply: replyOf(response) };
  if (whole && responseCode >= 400 && responseCode < 500) return { kind: 'deferred', reply: replyOf(response) };
  return { kind: 'unknown', reason: replyOf(message) };
}

/** The connection itself failed, without a word from the server. */
export const isBroken = (fault: unknown): boolean => asFault(fault).responseCode === undefined;

export const unavailable = (
  code: 'smtp-unreachable' | 'smtp-tls' | 'smtp-login-refused' | 'smtp-protocol',
  message: string,
  cause: unknown,
) => new UnavailableError(code, { scope: 'thing', message, cause });

const deferred = (reply: number, cause: unknown) =>
  new TransientError('smtp-deferred', { message: `The mail server answered ${reply}: it asks to try later.`, cause });

const asFault = (fault: unknown): SmtpFault => (typeof fault === 'object' && fault !== null ? fault : {});
