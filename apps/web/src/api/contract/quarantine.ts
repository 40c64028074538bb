import type { InboundState, MailSummary, Reading } from './inbound.ts';
import type { Verdict } from './verdict.ts';

export type QuarantineReason = 'virus' | 'spam' | 'unscannable' | 'attachmentType';

/** Who let a mail go on from quarantine, when and why. */
export interface Release {
  by: string;
  at: string;
  reason: string;
}

export interface Quarantined
  extends Pick<
    MailSummary,
    'id' | 'receivedAt' | 'subject' | 'from' | 'caseNumber' | 'attachments' | 'incomplete' | 'source'
  > {
  /** What a decision about it names. */
  version: number;
  quarantinedAt: string;
  /** When it is deleted by itself; null under a legal hold. */
  deletesAt: string | null;
  reason: QuarantineReason;
  legalHold: boolean;
  /** It was released before, and something else was found then. */
  release: Release | null;
  /** With the first that something is held against only. */
  verdict: Verdict | null;
  findings: Findings;
}

/** How many parts the virus scanner found clean, how many it did not, and how many attachments a rule is about. */
export interface Findings {
  clean: number;
  notClean: number;
  policy: number;
}

export interface QuarantinedDetail extends Omit<Quarantined, 'reason' | 'findings'>, Reading {
  state: InboundState;
  reason: string | null;
  to: string;
  sentAt: string | null;
  messageId: string | null;
  sha256: string;
  size: number;
  /** Whether this is in the power of who asks. */
  mayRelease: boolean;
  infected: boolean;
}

export interface DecisionResults {
  results: { id: string; outcome: 'done' | 'missing' | 'gone' | 'changed' | 'forbidden' | 'unconfirmed' }[];
}

/** Plain text of a mail in quarantine; `cut`: there is more of it. */
export interface QuarantinedText {
  text: string;
  cut: boolean;
}
