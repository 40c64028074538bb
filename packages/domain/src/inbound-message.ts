import type { BlobRef } from './blob.ts';
import type { Release } from './release.ts';
import type { FoundCode } from './subject-code.ts';
import type { Verdict } from './verdict.ts';

/** Where an inbound message can be while something or someone still has to act (spec, section 4). */
export const INBOUND_WAITING = [
  'received',
  'scanned',
  'classified',
  'parked',
  'held',
  'needsConfirmation',
  'unmatched',
  'quarantined',
  'leftOnServer',
] as const;

/** Where it can end. */
export const INBOUND_FINAL = [
  'onCase',
  'caseStarted',
  'inDocumentIntake',
  'noAttachments',
  'bounceRecorded',
  'autoReplyFiled',
  'discarded',
  'deleted',
  'duplicate',
  'failed',
] as const;

export type InboundState = (typeof INBOUND_WAITING)[number] | (typeof INBOUND_FINAL)[number];

/** Where it came from: a mailbox and its unique-id, or an SMTP envelope, or a file that was imported. */
export type InboundSource =
  | { kind: 'pop3'; mailboxId: string; uniqueId: string }
  | ({ kind: 'smtp' } & SmtpSource)
  | { kind: 'import'; path: string /** Its place among the mails of that file, from 1. */; ordinal?: number };

/** What the receiver knows of an SMTP or LMTP client and its envelope. What may lack is not there in rows of before it was kept. */
export interface SmtpSource {
  /** Empty for the null path of bounces. */
  envelopeFrom: string;
  /** As the client wrote it; the address of ours that it stands for is `deliveredTo`. */
  recipient: string;
  /** IP address of the client. */
  peer: string;
  /** What it called itself in HELO, EHLO or LHLO. */
  helo?: string;
  /** What the mail came through; null for plain text. */
  tls?: { version: string; cipher: string } | null;
  /** A forwarder of the municipality's own: SPF is to be judged on the hop before it. */
  trusted?: boolean;
}

/** A mail that was accepted. It outlives what it led to. */
export interface InboundMessage {
  id: string;
  raw: BlobRef;
  source: InboundSource;
  state: InboundState;
  /** The address of ours it was sent to, as far as the source tells; null for a mailbox that serves several. */
  deliveredTo: string | null;
  receivedAt: Date;
  verdict: Verdict | null;
  /** Null when nobody released it from quarantine. */
  release: Release | null;
  /** Blob of the DecodedMessage JSON, from `scan` on. */
  decoded: BlobRef | null;
  classification: Classification | null;
  caseId: string | null;
}

/** Where a clean message belongs, and why; shown on the timeline. `profileId` null: a person sent it there. */
export type Classification = { why: Why } & (
  | { kind: 'case'; caseId: string }
  | { kind: 'startCase'; profileId: string }
  | { kind: 'documentIntake'; profileId: string | null }
  | { kind: 'bounce'; outboundMessageId: string | null }
  | { kind: 'autoReply' }
  /** `outboundMessageId`: it is a bounce of that mail, and names nobody whom we wrote to. */
  | { kind: 'unmatched'; outboundMessageId?: string }
);

/** Why a message is where it is. */
export interface Why {
  /** The rule that decided. */
  rule:
    | 'subjectCode'
    | 'inboundProfile'
    | 'noProfile'
    | 'severalCases'
    | 'bounce'
    | 'strangeBounce'
    | 'autoSubmitted'
    | 'perhapsAutoSubmitted'
    | 'linkedByHand';
  /** The code or address that matched, as found. */
  matched: string | null;
  /** Is the sender known on the case? The code alone does not authorise. */
  sender: 'known' | 'unknown' | 'notChecked';
  /**
   * Whether the mail is from whom it says, by DMARC; `unanswered`: DNS was away, so that it may be forged and nobody knows.
   * Not there in what was decided before that was looked at.
   */
  authentication?: 'passed' | 'failed' | 'unanswered' | 'notChecked';
  /** Codes that named a case but were wrong; the same as no code, but recorded. */
  wrongCodes: FoundCode[];
  /** A resolved case whose code was right: a hint for whoever sorts the mail. */
  resolvedCaseId: string | null;
}
