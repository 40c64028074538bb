import type { BlobRef } from '../blob.ts';
import type { Classification, InboundMessage, InboundSource, InboundState } from '../inbound-message.ts';
import type { Verdict } from '../verdict.ts';
import type { Tx } from './transaction.ts';

/** A mail whose bytes are stored, about to be put on record. */
export interface ReceivedMail {
  id: string;
  raw: BlobRef;
  source: InboundSource;
  deliveredTo: string | null;
  /** One session of a mailbox: deletes in it take effect together, at QUIT. Null for other sources. */
  sessionId: string | null;
}

export interface InboundMessages {
  /** @throws PermanentError('record-missing') */
  load(id: string): Promise<InboundMessage>;

  /**
   * Puts mails on record; returns the ids of the new ones. A mail from a mailbox whose equal bytes are on record from an
   * earlier session without a confirmed QUIT *came back*: it gets no second row, and its earlier row takes this session's id.
   */
  received(tx: Tx, mails: ReceivedMail[]): Promise<string[]>;

  /** The server confirmed QUIT: what this session deleted is gone there, all but the mails with the unique-ids in `undeleted`. */
  quitConfirmed(tx: Tx, sessionId: string, undeleted?: readonly string[]): Promise<void>;

  /** Recorded as left on the server for being too large; once per mailbox and unique-id. */
  leftOnServer(tx: Tx, mailboxId: string, uniqueId: string, size: number): Promise<void>;

  scanned(tx: Tx, id: string, result: { verdict: Verdict; decoded: BlobRef; headline: Headline }): Promise<void>;
  quarantined(tx: Tx, id: string, result: { verdict: Verdict; decoded: BlobRef; headline: Headline }): Promise<void>;
  classified(tx: Tx, id: string, classification: Classification): Promise<void>;

  /** Moves it to a state where it stays, or waits for a person. */
  settled(tx: Tx, id: string, state: InboundState, more?: { caseId?: string; reason?: string }): Promise<void>;
}

/** What lists show of a message without opening it. */
export interface Headline {
  subject: string;
  from: string;
  messageId: string | null;
  sentAt: Date | null;
  attachments: number;
  incomplete: boolean;
}
