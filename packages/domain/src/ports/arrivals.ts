import type { BlobRef } from '../blob.ts';
import type { SmtpSource } from '../inbound-message.ts';
import type { Tx } from './transaction.ts';

/** A mail that an SMTP or LMTP client handed over for one address of ours; its bytes are stored. */
export interface ArrivedMail {
  id: string;
  raw: BlobRef;
  source: SmtpSource;
  /** The address of ours that the recipient stands for. */
  deliveredTo: string;
  /** One for all mails of one SMTP transaction: the client learns of them by one answer. */
  transactionId: string;
}

/** Mail that clients send us, behind the receiver. */
export interface Arrivals {
  /**
   * Puts mails on record; returns the ids of those that are to be handled. A mail *came again* when equal bytes of the same
   * sender for the same address are on record, from a transaction of the last 7 days whose client never showed that it saw
   * our 250: it is recorded as a duplicate of that one, and nothing else is done with it.
   */
  arrived(tx: Tx, mails: ArrivedMail[]): Promise<string[]>;

  /** The clients of these transactions went on after our 250. What they send from now on is no resend. */
  confirmed(transactionIds: string[]): Promise<void>;
}
