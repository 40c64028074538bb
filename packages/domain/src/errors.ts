import type { Milliseconds } from './duration.ts';

/**
 * The closed list of error codes: metric label, column, filter in the pages, heading in the runbook.
 * The first word is the room or thing that failed.
 */
export const ERROR_CODES = [
  'unexpected',
  'timed-out',
  'process-died',
  'record-missing',
  'record-changed',
  'database-away',
  'queue-away',
  'blob-missing',
  'blob-corrupt',
  'blob-store-full',
  'blob-store-away',
  'pop3-unreachable',
  'pop3-tls',
  'pop3-login-refused',
  'pop3-login-unsupported',
  'pop3-in-use',
  'pop3-temporary',
  'pop3-protocol',
  'pop3-no-unique-ids',
  'oauth-unreachable',
  'oauth-refused',
  'oauth-garbled',
  'parser-away',
  'rspamd-away',
  'rspamd-garbled',
  'clamd-away',
  'clamd-garbled',
  'clamd-unfit',
  'smtp-unreachable',
  'smtp-tls',
  'smtp-login-refused',
  'smtp-deferred',
  'smtp-refused',
  'smtp-protocol',
  'dkim-key-missing',
  'dkim-key-invalid',
  'message-too-large',
  'address-invalid',
  'profile-missing',
  'template-incomplete',
  'secret-unreadable',
  'host-not-allowed',
  'renderer-away',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

interface Mend {
  /** What went wrong, and the mend where one exists. Never a secret, an address, a subject or a body. */
  message: string;
  cause?: unknown;
}

/** What every error of ours carries. */
export abstract class ZaakpostError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, { message, cause }: Mend) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
  }
}

/** The world said *later*: retried by the stage's policy; a retry-after is honoured. */
export class TransientError extends ZaakpostError {
  readonly retryAfter: Milliseconds | undefined;

  constructor(code: ErrorCode, mend: Mend & { retryAfter?: Milliseconds }) {
    super(code, mend);
    this.retryAfter = mend.retryAfter;
  }
}

/** A dependency is down, for the whole stage or for this one thing: waits without using an attempt. */
export class UnavailableError extends ZaakpostError {
  readonly scope: 'stage' | 'thing';
  readonly retryAfter: Milliseconds | undefined;
  /** It was well, and went down in the middle of this one thing, which may be why: the wait is counted as its own. */
  readonly overThis: boolean;

  constructor(
    code: ErrorCode,
    mend: Mend & { scope: 'stage' | 'thing'; retryAfter?: Milliseconds; overThis?: boolean },
  ) {
    super(code, mend);
    this.scope = mend.scope;
    this.retryAfter = mend.retryAfter;
    this.overThis = mend.overThis ?? mend.scope === 'thing';
  }
}

/** The world said *never*: the step fails at once. */
export class PermanentError extends ZaakpostError {}

/** The process cannot start: every problem at once, by name and never by value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map((p) => `- ${p}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** The claim no longer stands: another worker has the step, or it was cancelled. Nothing was written. */
export class ClaimLostError extends Error {
  constructor() {
    super('The claim on this step no longer stands; nothing was written.');
    this.name = 'ClaimLostError';
  }
}
