import { type ErrorCode, UnavailableError } from '@zaakpost/domain';
import { Pop3Error, type Pop3ErrorKind } from '@zaakpost/pop3';

const CODES: Partial<Record<Pop3ErrorKind, ErrorCode>> = {
  connection: 'pop3-unreachable',
  timeout: 'pop3-unreachable',
  tls: 'pop3-tls',
  protocol: 'pop3-protocol',
  auth: 'pop3-login-refused',
  unsupported: 'pop3-login-unsupported',
  'in-use': 'pop3-in-use',
  'login-delay': 'pop3-in-use',
  temporary: 'pop3-temporary',
  permanent: 'pop3-protocol',
  refused: 'pop3-protocol',
};

const MENDS: Partial<Record<ErrorCode, string>> = {
  'pop3-unreachable': 'see that the server runs, and that host and port in the profile are right.',
  'pop3-tls': 'see that the certificate is valid for this host, or name its authority in the profile.',
  'pop3-login-refused': 'check user name and password, and that POP3 is allowed for this mailbox.',
  'pop3-login-unsupported':
    'set the way to log in that the server offers; without SASL PLAIN, USER or XOAUTH2 it cannot be used.',
  'pop3-in-use': 'another program reads this mailbox, or it was read too shortly ago; it is tried again.',
};

/** Says in the house's words what went wrong with one mailbox; what is not the client's error passes. */
export function inOurWords(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (!(error instanceof Pop3Error)) return error;
  const code = CODES[error.kind];
  if (!code) return error;
  const mend = MENDS[code];
  return new UnavailableError(code, {
    scope: 'thing',
    message: mend ? `${error.message} To mend: ${mend}` : error.message,
    cause: error,
  });
}
