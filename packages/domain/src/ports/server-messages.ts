import type { BlobRef } from '../blob.ts';
import type { Milliseconds } from '../duration.ts';
import type { Tx } from './transaction.ts';

/** A mail as a mailbox's server lists it. */
export interface ListedMail {
  /** Empty where the server has no unique-ids (UIDL is optional in RFC 1939). */
  uniqueId: string;
  /** Bytes, as the server counts them. */
  size: number;
  /** Which one it is of those that are listed with this unique-id and size, from 1: RFC 1939 lets equal mails share an id. */
  copy: number;
}

/** What is remembered of a listed mail. */
export interface RememberedMail {
  /** The inbound message that it became, or that says that it is too large; null before either. */
  inboundMessageId: string | null;
  /** How long ago its bytes were put on record, by the database's clock; null when they were not. */
  storedFor: Milliseconds | null;
  /** The server would not give it, or broke off while it did, the last time it was asked. */
  refused: boolean;
}

/** A listed mail that was read in this session, its bytes stored. */
export interface FetchedMail extends ListedMail {
  raw: BlobRef;
}

/** One session with a mailbox. */
export interface MailboxSession {
  mailboxId: string;
  sessionId: string;
  /** The address of ours that the mailbox stands for, where it is one only. */
  deliveredTo: string | null;
}

/**
 * What lies in mailboxes on their servers and what became of it: one row for each mail from when it was first listed until
 * long after it has gone. All but `remembered` and `prune` write within the transaction given.
 */
export interface ServerMessages {
  /** What is remembered of these, in their order; null for what was never seen. At most some thousands at a time. */
  remembered(mailboxId: string, mails: readonly ListedMail[]): Promise<(RememberedMail | null)[]>;

  /** These are listed. Those that are remembered already stay as they are. */
  seen(tx: Tx, mailboxId: string, mails: readonly ListedMail[]): Promise<void>;

  /**
   * What is remembered to lie there and is not listed any more has gone. A mail that was too large to be fetched ends so;
   * one that was stored may still come back under another unique-id, until `accounted`.
   */
  vanished(tx: Tx, mailboxId: string, isListed: (mail: ListedMail) => boolean): Promise<void>;

  /**
   * Puts fetched mails on record; gives the ids of the inbound messages that are new. A mail *came back*, and gets no second
   * row, when equal bytes are on record from this mailbox, no QUIT confirmed their delete, and no other mail that lies there
   * now stands for them. One that was too large before takes the row that said so.
   */
  stored(tx: Tx, session: MailboxSession, mails: readonly FetchedMail[]): Promise<string[]>;

  /** The server would not give these: others go first the next time. */
  refused(tx: Tx, mailboxId: string, mails: readonly ListedMail[]): Promise<void>;

  /** These are larger than the profile allows and stay there: each is put on record once, as left on the server. */
  tooLarge(tx: Tx, session: MailboxSession, mails: readonly ListedMail[]): Promise<void>;

  /** The server confirmed that these are deleted: equal bytes are a new delivery from now on. */
  deleted(tx: Tx, mailboxId: string, mails: readonly ListedMail[]): Promise<void>;

  /** All that is listed is on record, so what vanished before can come back no more. */
  accounted(tx: Tx, mailboxId: string): Promise<void>;

  /** Forgets mails that have been gone for longer than `age`, at most `most`; gives how many. */
  prune(age: Milliseconds, most: number): Promise<number>;
}
