import type { IntegrationProfile, ProfileType } from '../integration-profile.ts';
import type { EmailTemplate, ScheduledEmail } from '../scheduled-email.ts';
import type { Tx } from './transaction.ts';

/** What is kept of a new access token; the token itself stays in the process that got it. */
export interface RenewedToken {
  expiresAt: Date;
  /** The refresh token to be used from now on; null where it stays as it was. */
  refreshToken: string | null;
}

/** Profiles with their secrets decrypted: for stages only, never for the API's answers. */
export interface Profiles {
  /** @throws PermanentError('profile-missing') when it is not there, null when it is switched off. */
  load<T extends ProfileType>(type: T, id: string): Promise<IntegrationProfile<T> | null>;
  /** The active profiles of a type, oldest first. */
  active<T extends ProfileType>(type: T): Promise<IntegrationProfile<T>[]>;
  /** Records that it worked, or with which code it did not; within `tx` where there is one. */
  health(id: string, outcome: { ok: true } | { ok: false; code: string }, tx?: Tx): Promise<void>;
  /**
   * A mailbox with OAuth got a new access token. A refresh token that came with it takes the place of the one on record,
   * unless the profile is no longer of this version: then somebody has set it up anew.
   */
  tokenRenewed(tx: Tx, mailbox: { id: string; version: number }, token: RenewedToken): Promise<void>;
  /** Mail came in by this mailbox. */
  mailCame(tx: Tx, id: string): Promise<void>;
}

export interface Templates {
  /** @throws PermanentError('record-missing') */
  load(id: string): Promise<EmailTemplate>;
}

export interface ScheduledEmails {
  /** @throws PermanentError('record-missing') */
  load(id: string): Promise<ScheduledEmail>;
  /** Compare-and-set from `scheduled`; false when it was cancelled or sent meanwhile. */
  sent(tx: Tx, id: string, outboundMessageId: string): Promise<boolean>;
  missed(tx: Tx, id: string): Promise<boolean>;
}
