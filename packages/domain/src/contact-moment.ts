import type { Why } from './inbound-message.ts';

/** An entry on the case's timeline. */
export interface ContactMoment {
  id: string;
  caseId: string;
  direction: 'inbound' | 'outbound';
  channel: 'email';
  /** Who wrote it, as the mail says. */
  who: string;
  subject: string;
  /** The first 500 characters of the text. */
  summary: string;
  at: Date;
  inboundMessageId: string | null;
  outboundMessageId: string | null;
  why: Why | null;
  /** What to be careful with: shown beside the entry. */
  flags: ContactMomentFlag[];
}

/**
 * `authenticationFailed`: the owner of the sender's domain says that it is not from there (DMARC). `authenticationUnanswered`:
 * nobody could say so or not, since DNS was away.
 */
export type ContactMomentFlag =
  | 'possibleSpam'
  | 'suspectAttachment'
  | 'senderUnknown'
  | 'authenticationFailed'
  | 'authenticationUnanswered'
  | 'incomplete'
  | 'testSignaturesOnly'
  /** The mail, or a part of it, is signed or encrypted (S/MIME, OpenPGP); nothing of it was verified. */
  | 'signed'
  | 'encrypted';

/** What a document is to the mail it came from. */
export type DocumentRole = 'mailAsPdf' | 'mailAsEml' | 'attachment' | 'upload';

/** A file on a case. */
export interface CaseDocument {
  id: string;
  caseId: string;
  role: DocumentRole;
  filename: string;
  contentType: string;
  sha256: string;
  size: number;
  inboundMessageId: string | null;
  outboundMessageId: string | null;
  createdAt: Date;
}

/** A file that is not on a case yet. */
export interface IntakeDocument {
  id: string;
  state: 'waiting' | 'filed' | 'rejected';
  filename: string;
  contentType: string;
  sha256: string;
  size: number;
  inboundMessageId: string;
  caseId: string | null;
  reason: string | null;
  createdAt: Date;
}
