/** How a profile does. */
export interface ProfileHealth {
  lastSuccessAt: string | null;
  lastErrorAt: string | null;
  lastErrorCode: string | null;
  failingSince: string | null;
  lastMailAt: string | null;
  /** No mail for longer than it may be without. */
  silentSince: string | null;
  tokenExpiresAt: string | null;
}

export interface Mailbox {
  id: string;
  name: string;
  active: boolean;
  version: number;
  protocol: 'pop3s' | 'stls';
  host: string;
  port: number;
  address: string | null;
  health: ProfileHealth;
  /** On the server: to be fetched, too large, not given, and with us already. */
  waiting: number;
  tooLarge: number;
  refused: number;
  kept: number;
  fetch: { state: 'pending' | 'running' | 'none'; nextAt: string | null; errorCode: string | null };
}

export interface OauthSettings {
  provider: 'microsoft' | 'google';
  grant: 'clientCredentials' | 'refreshToken' | 'serviceAccount';
  tenant: string | null;
  clientId: string;
  clientSecret?: string | null;
  refreshToken?: string | null;
  privateKey?: string | null;
  scopes: string | null;
  tokenUrl: string | null;
  ca: string | null;
  oneLine: boolean;
}

/** Secrets are never given, and kept when they are not sent. */
export interface MailboxSettings {
  protocol: 'pop3s' | 'stls';
  host: string;
  port: number;
  userName: string;
  authentication: 'password' | 'oauth';
  password?: string | null;
  oauth: OauthSettings | null;
  ca: string | null;
  address: string | null;
  maximumSizeMb: number;
  pollSeconds: number;
  afterFetch: 'delete' | 'leave';
  deleteAfterDays: number | null;
  silentAfterHours: number | null;
}

export interface MailboxProfile {
  id: string;
  type: string;
  name: string;
  active: boolean;
  version: number;
  settings: Partial<MailboxSettings>;
  /** Paths of the secrets that are on record. */
  secretsSet: string[];
}

export type MailboxTestStep = 'address' | 'connect' | 'tls' | 'capabilities' | 'token' | 'login' | 'mails';

export type MailboxTestCode =
  | 'ok'
  | 'skipped'
  | 'host-unknown'
  | 'host-not-allowed'
  | 'unreachable'
  | 'timed-out'
  | 'no-pop3'
  | 'tls-not-offered'
  | 'tls-failed'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-other-name'
  | 'certificate-unknown-authority'
  | 'token-refused'
  | 'token-server-away'
  | 'login-not-offered'
  | 'login-refused'
  | 'mailbox-in-use'
  | 'server-trouble'
  | 'listing-failed';

/** What a try of a mailbox found out, step by step. */
export interface MailboxTest {
  ok: boolean;
  steps: { step: MailboxTestStep; code: MailboxTestCode; message: string }[];
  certificate: { validFrom: string; validTo: string; names: string[] } | null;
  capabilities: string[];
  mails: { count: number; bytes: number } | null;
}
