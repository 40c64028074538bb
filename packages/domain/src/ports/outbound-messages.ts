import type { BlobRef } from '../blob.ts';
import type { MailAddress } from '../decoded-message.ts';
import type { ErrorCode } from '../errors.ts';
import type { Delivery, DeliveryState, OutboundContent, OutboundMessage, RecipientRole } from '../outbound-message.ts';
import type { NewStep } from '../step.ts';
import type { Tx } from './transaction.ts';

export interface NewOutboundMessage {
  id: string;
  caseId: string | null;
  content: OutboundContent;
  recipients: { role: RecipientRole; address: string; name: string }[];
}

export interface OutboundMessages {
  /** @throws PermanentError('record-missing') */
  load(id: string): Promise<OutboundMessage>;
  loadDelivery(deliveryId: string): Promise<Delivery>;
  /** The outbound message that went out under this Message-ID. */
  findByMessageId(messageId: string): Promise<{ id: string; caseId: string | null } | null>;

  /** Puts it on record as `queued`; inserting the same id again changes nothing. Gives the step that composes it. */
  queued(tx: Tx, message: NewOutboundMessage): Promise<NewStep>;

  /**
   * An acknowledgement: at most one per address and day, by a unique key. Null when today's was sent already.
   */
  acknowledgementQueued(tx: Tx, message: NewOutboundMessage): Promise<NewStep | null>;

  /** Freezes it and gives the step of each recipient. */
  frozen(
    tx: Tx,
    id: string,
    frozen: BlobRef & { messageId: string; subject: string; sender: MailAddress },
  ): Promise<NewStep[]>;

  composeFailed(tx: Tx, id: string, code: ErrorCode): Promise<void>;

  /** Compare-and-set from one of `from`; false when it stood elsewhere. */
  deliveryMoved(
    tx: Tx,
    deliveryId: string,
    move: { from: readonly DeliveryState[]; to: DeliveryState; reply?: string | null },
  ): Promise<boolean>;

  /** A bounce came in for this message: the recipients it names are `bounced`, each with its own status code. */
  bounced(tx: Tx, id: string, recipients: readonly { address: string; status: string }[]): Promise<void>;
}
