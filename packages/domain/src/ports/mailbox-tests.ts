import type { Pop3MailboxSettings } from '../pop3-mailbox.ts';
import type { RenewedToken } from './profiles.ts';

/** What a test of a mailbox does, in this order. `token` is skipped where a password is used. */
export const MAILBOX_TEST_STEPS = ['address', 'connect', 'tls', 'capabilities', 'token', 'login', 'mails'] as const;
export type MailboxTestStep = (typeof MAILBOX_TEST_STEPS)[number];

/** What can come of one of them; the closed list by which the pages translate. */
export const MAILBOX_TEST_CODES = [
  'ok',
  'skipped',
  'host-unknown',
  'host-not-allowed',
  'unreachable',
  'timed-out',
  'no-pop3',
  'tls-not-offered',
  'tls-failed',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-other-name',
  'certificate-unknown-authority',
  'token-refused',
  'token-server-away',
  'login-not-offered',
  'login-refused',
  'mailbox-in-use',
  'server-trouble',
  'listing-failed',
] as const;
export type MailboxTestCode = (typeof MAILBOX_TEST_CODES)[number];

/** What came of one step. */
export interface MailboxTestLine {
  step: MailboxTestStep;
  code: MailboxTestCode;
  /** In English: what is wrong and how to mend it. Never a secret, nor anything the server said. */
  message: string;
}

/** What a test found out. After the first step that failed the others are skipped. */
export interface MailboxTest {
  ok: boolean;
  steps: MailboxTestLine[];
  /** The server's certificate, as far as it could be seen, trusted or not. */
  certificate: { validFrom: Date; validTo: Date; names: string[] } | null;
  /** What the server offers (RFC 2449), once TLS stood. */
  capabilities: string[];
  /** How many mails lie there, and their bytes. */
  mails: { count: number; bytes: number } | null;
}

/** Tries a mailbox's settings step by step. Reads, deletes and changes no mail. */
export interface MailboxTester {
  /**
   * Never throws for what is wrong with the mailbox; it has a deadline of its own. `renewed` hears of a new access token: a
   * refresh token may be good for one use only, so that the one that came with it must not be lost.
   */
  test(
    settings: Pop3MailboxSettings,
    options: { signal: AbortSignal; renewed: (token: RenewedToken) => Promise<void> },
  ): Promise<MailboxTest>;
}
