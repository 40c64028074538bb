import type { InboundState, SourceKind } from './inbound.ts';

export interface LedgerSource {
  /** A mailbox's id, an address of ours, or `import`. */
  key: string;
  kind: SourceKind;
  name: string;
}

/** What came in by one source on one day, counted by where it is now. Null: mail comes there another way. */
export interface LedgerDay {
  day: string;
  seen: number | null;
  stored: number;
  ends: Partial<Record<InboundState, number>>;
  waiting: Partial<Record<InboundState, number>>;
  finished: number;
  cameBack: number;
  leftOnServer: number;
  refusedByServer: number | null;
  notStored: number | null;
  overdue: number;
}

export interface LedgerBook {
  source: LedgerSource;
  /** Newest first; a day without mail is not there. */
  days: LedgerDay[];
}

export interface Ledger {
  from: string;
  to: string;
  zone: string;
  books: LedgerBook[];
}

/** A mail that is only on a server, or was. */
export interface ServerMessage {
  mailboxId: string;
  mailbox: string;
  uniqueId: string;
  size: number;
  firstSeenAt: string;
  refusedAt: string | null;
  goneAt: string | null;
}
