import { type MailboxTestCode, type MailboxTestStep, UnavailableError } from '@zaakpost/domain';
import { Pop3Error, type Pop3ErrorKind } from '@zaakpost/pop3';

/** How far connecting had come when something went wrong. */
export type Reached = 'nothing' | 'connected' | 'readyForTls' | 'secured';

/** What an error means at this point of a test. Errors of ours that are no fault of the mailbox are thrown on. */
export function testCodeOf(error: unknown, at: Reached | MailboxTestStep): MailboxTestCode {
  if (error instanceof DOMException && /^(?:Abort|Timeout)Error$/u.test(error.name)) return 'timed-out';
  if (error instanceof UnavailableError) return unavailable(error);
  if (!(error instanceof Pop3Error)) throw error;
  if (error.kind === 'aborted' || error.kind === 'timeout') return 'timed-out';
  if (error.kind === 'tls') return at === 'connected' ? 'tls-not-offered' : certificateFault(error);
  if (at === 'nothing') return 'unreachable';
  if (at === 'readyForTls') return 'tls-failed';
  if (at === 'mails') return 'listing-failed';
  return BY_KIND[error.kind] ?? 'no-pop3';
}

function unavailable({ code }: UnavailableError): MailboxTestCode {
  if (code === 'host-not-allowed') return 'host-not-allowed';
  if (code === 'oauth-refused') return 'token-refused';
  return code.startsWith('oauth-') ? 'token-server-away' : 'host-unknown';
}

const BY_KIND: Partial<Record<Pop3ErrorKind, MailboxTestCode>> = {
  auth: 'login-refused',
  refused: 'login-refused',
  unsupported: 'login-not-offered',
  'in-use': 'mailbox-in-use',
  'login-delay': 'mailbox-in-use',
  temporary: 'server-trouble',
  permanent: 'server-trouble',
};

function certificateFault({ cause }: Pop3Error): MailboxTestCode {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? (CERTIFICATE_FAULTS[code] ?? 'tls-failed') : 'tls-failed';
}

/** Codes of Node's tls and of OpenSSL's verification. */
const CERTIFICATE_FAULTS: Readonly<Record<string, MailboxTestCode>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-other-name',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-unknown-authority',
  CERT_UNTRUSTED: 'certificate-unknown-authority',
};

/** What a person reads of it, in English; the pages have their own words for each code. */
export const testMessageOf = (code: MailboxTestCode): string => MESSAGES[code];

const MESSAGES: Readonly<Record<MailboxTestCode, string>> = {
  ok: 'In order.',
  skipped: 'Not tried.',
  'host-unknown': 'The server has no address. Check the host name.',
  'host-not-allowed': 'The server is inside the private network. The operator must set ALLOW_PRIVATE_HOSTS first.',
  unreachable: 'The server does not take connections. Check host and port, and whether a firewall is in between.',
  'timed-out': 'The server did not answer in time. Check host and port, and whether a firewall is in between.',
  'no-pop3': 'What answers does not speak POP3 as it should. Check the port: 995 for POP3S, 110 for STLS.',
  'tls-not-offered': 'The server does not offer STLS. Choose POP3S with port 995, or have STLS switched on there.',
  'tls-failed': 'TLS could not be started. Check that port and protocol belong together: 995 for POP3S, 110 for STLS.',
  'certificate-expired': 'The certificate of the server has expired. It must be renewed there.',
  'certificate-not-yet-valid': 'The certificate of the server is not valid yet. Check the clocks on both sides.',
  'certificate-other-name': 'The certificate is for another name. Use a host name that the certificate has.',
  'certificate-unknown-authority':
    'The certificate comes from an authority that is not known here. Put the certificate of that authority in the profile.',
  'token-refused': 'The provider gives no access token. Check the OAuth settings.',
  'token-server-away': 'The server that gives access tokens cannot be reached, or does not answer as it should.',
  'login-not-offered':
    'The server offers no way to log in that is known here. It must offer SASL PLAIN, USER, or XOAUTH2 for OAuth.',
  'login-refused': 'The login is refused. Check user name and password, and that POP3 is allowed for this mailbox.',
  'mailbox-in-use': 'Something else reads this mailbox now, or it was read too shortly ago. Try again in some minutes.',
  'server-trouble': 'The server says that it has trouble of its own. Try again later, or ask who runs it.',
  'listing-failed': 'The login works, but the server does not say how many mails there are.',
};
