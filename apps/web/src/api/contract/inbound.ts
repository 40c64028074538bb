import type { Step } from './pipeline.ts';
import type { Release } from './quarantine.ts';
import type { Verdict } from './verdict.ts';
import type { MailWay } from './way.ts';

export type InboundState =
  | 'received'
  | 'scanned'
  | 'classified'
  | 'parked'
  | 'held'
  | 'needsConfirmation'
  | 'unmatched'
  | 'quarantined'
  | 'leftOnServer'
  | 'onCase'
  | 'caseStarted'
  | 'inDocumentIntake'
  | 'noAttachments'
  | 'bounceRecorded'
  | 'autoReplyFiled'
  | 'discarded'
  | 'deleted'
  | 'duplicate'
  | 'failed';

export interface MailSummary {
  id: string;
  receivedAt: string;
  subject: string;
  from: string;
  state: InboundState;
  reason: string | null;
  caseNumber: number | null;
  /** The resolved case whose code it carries. */
  hintCaseNumber: number | null;
  attachments: number;
  incomplete: boolean;
  source: SourceKind;
  /** The mailbox, the address of ours, or `import`: to ask for all mail from there. */
  sourceKey: string;
  /** Name of the mailbox, or the address of ours. */
  sourceName: string;
}

/** Why a mail is not read whole. */
export type ReadingFault =
  | 'depth'
  | 'parts'
  | 'attachments'
  | 'header'
  | 'text'
  | 'empty'
  | 'noMail'
  | 'time'
  | 'memory'
  | 'ended'
  | 'other';

/** What a reader needs to know about how a mail was read. */
export type ReadingWarning =
  | 'noHeader'
  | 'cutOff'
  | 'piece'
  | 'oneText'
  | 'outsideParts'
  | 'moreForms'
  | 'bareHtml'
  | 'charset'
  | 'encoding'
  | 'openFile'
  | 'largeTnef'
  | 'brokenTnef'
  | 'apart'
  | 'elsewhere'
  | 'smime-encrypted'
  | 'openpgp-encrypted'
  | 'smime-signed'
  | 'openpgp-signed';

export interface Reading {
  incompleteBecause: ReadingFault | null;
  /** `code` is null for one that has no words of its own any more; `text` is in English. */
  warnings: { code: ReadingWarning | null; text: string }[];
  /** What was read is on record, and its bytes are missing or damaged. */
  decodedLost: boolean;
}

export type SourceKind = 'pop3' | 'smtp' | 'import';

export type WhyRule =
  | 'subjectCode'
  | 'inboundProfile'
  | 'noProfile'
  | 'severalCases'
  | 'bounce'
  | 'strangeBounce'
  | 'autoSubmitted'
  | 'perhapsAutoSubmitted'
  | 'linkedByHand';

export interface Why {
  rule: WhyRule;
  matched: string | null;
  sender: 'known' | 'unknown' | 'notChecked';
  wrongCodes: unknown[];
}

export interface MailPart {
  filename: string | null;
  contentType: string;
  size: number;
  inline: boolean;
}

export interface Mail extends MailSummary, MailWay, Reading {
  to: string;
  sentAt: string | null;
  messageId: string | null;
  /** Null while it is left on the server. */
  sha256: string | null;
  /** When its bytes went, after their term. */
  bytesGoneAt: string | null;
  mayDownload: boolean;
  legalHold: boolean;
  release: Release | null;
  size: number;
  /** Empty until it is clean, and for operators. */
  text: string;
  /** There is more of it. */
  textCut: boolean;
  verdict: Verdict | null;
  why: Why | null;
  parts: MailPart[];
  steps: Step[];
}
