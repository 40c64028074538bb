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

  /** Puts mails on record, each once by its id; returns the ids of the new ones. What a mailbox held goes by `ServerMessages`. */
  received(tx: Tx, mails: readonly ReceivedMail[]): Promise<string[]>;

  scanned(tx: Tx, id: string, result: ScanResult): Promise<void>;
  quarantined(tx: Tx, id: string, result: ScanResult): Promise<void>;
  classified(tx: Tx, id: string, classification: Classification): Promise<void>;

  /** Moves it to a state where it stays, or waits for a person. */
  settled(tx: Tx, id: string, state: InboundState, more?: { caseId?: string; reason?: string }): Promise<void>;
}

/** What `scan` puts on record. */
export interface ScanResult {
  verdict: Verdict;
  decoded: BlobRef;
  headline: Headline;
  /** Hashes of the bytes that the decoded form names: they are kept with the message. */
  parts: readonly string[];
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
