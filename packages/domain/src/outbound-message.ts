import type { BlobRef } from './blob.ts';
import type { MailAddress } from './decoded-message.ts';
import type { ErrorCode } from './errors.ts';

/** `queued`: not composed yet. `frozen`: MIME, hash and Message-ID are on record and never change. */
export type OutboundState = 'queued' | 'held' | 'frozen' | 'failed' | 'cancelled';

/**
 * One recipient's state. `handingOver` is committed just before the message's terminator is written: who finds it there
 * later without a reply knows that the outcome is unknown.
 */
export type DeliveryState =
  | 'queued'
  | 'held'
  | 'handingOver'
  | 'outcomeUnknown'
  | 'sent'
  | 'refused'
  | 'bounced'
  | 'failed'
  | 'cancelled';

/** A mail of ours on its way out. */
export interface OutboundMessage {
  id: string;
  caseId: string | null;
  state: OutboundState;
  content: OutboundContent;
  recipients: Delivery[];
  /** From `frozen` on. */
  frozen: (BlobRef & { messageId: string; subject: string; sender: MailAddress }) | null;
  errorCode: ErrorCode | null;
  createdAt: Date;
}

/** What was asked to be sent. */
export interface OutboundContent {
  kind: 'caseMail' | 'acknowledgement' | 'testMail';
  subject: string;
  text: string;
  html: string | null;
  /** From a template; otherwise the outgoing mail profile's. */
  sender: MailAddress | null;
  attachments: OutboundAttachment[];
  /** Message-ID of the mail that is answered. */
  inReplyTo: string | null;
}

export interface OutboundAttachment extends BlobRef {
  filename: string;
  contentType: string;
}

export type RecipientRole = 'to' | 'cc' | 'bcc';

/** One recipient of one outbound message: its own state, retry and envelope. */
export interface Delivery {
  id: string;
  outboundMessageId: string;
  role: RecipientRole;
  address: string;
  name: string;
  state: DeliveryState;
  /** The server's reply, or what was seen instead of one. Bounded to 500 characters. */
  reply: string | null;
  settledAt: Date | null;
}

/** Nothing will be tried for it any more. */
export const isSettled = (state: DeliveryState): boolean =>
  state === 'sent' || state === 'refused' || state === 'bounced' || state === 'failed' || state === 'cancelled';
