import type { Why } from './inbound.ts';
import type { Delivery } from './outbound.ts';
import type { Release } from './quarantine.ts';
import type { ScheduledEmail } from './scheduled.ts';

export type CaseStatus = 'new' | 'open' | 'stalled' | 'resolved';

export interface CaseSummary {
  number: number;
  subject: string;
  status: CaseStatus;
  caseType: string;
  requestor: string | null;
  registeredAt: string;
}

export type PartyRole = 'requestor' | 'assignee' | 'coordinator' | 'employee' | 'representative' | 'relatedParty';

export interface Party {
  role: PartyRole;
  name: string;
  address: string | null;
}

export type DocumentRole = 'mailAsPdf' | 'mailAsEml' | 'attachment' | 'upload';

export interface CaseDocument {
  id: string;
  role: DocumentRole;
  filename: string;
  contentType: string;
  size: number;
  createdAt: string;
}

export type Flag =
  | 'possibleSpam'
  | 'suspectAttachment'
  | 'senderUnknown'
  | 'authenticationFailed'
  | 'authenticationUnanswered'
  | 'incomplete'
  | 'testSignaturesOnly'
  | 'signed'
  | 'encrypted';

export interface TimelineEntry {
  id: string;
  direction: 'inbound' | 'outbound';
  who: string;
  subject: string;
  summary: string;
  at: string;
  flags: Flag[];
  why: Why | null;
  release: Release | null;
  documents: CaseDocument[];
  /** How many its mail has besides these. */
  moreDocuments: number;
  inboundMessageId: string | null;
  outboundMessageId: string | null;
  needsConfirmation: boolean;
  deliveries: Delivery[];
}

export interface Case extends CaseSummary {
  subjectCode: string;
  parties: Party[];
  attributes: { label: string; magicString: string; value: string; cut: boolean }[];
  targetDate: string | null;
  resolvedAt: string | null;
  /** All its mail is kept, whatever its term. */
  legalHold: boolean;
  scheduledEmails: ScheduledEmail[];
}
