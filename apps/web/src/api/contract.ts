/** What the API answers, as far as the pages use it. Times are ISO 8601 in UTC. */
export type Role = 'caseWorker' | 'operator' | 'administrator';

export interface Session {
  user: { name: string; role: Role };
  csrfToken: string;
}

export interface ListPage<Item> {
  items: Item[];
  nextCursor: string | null;
}

export type StageName =
  | 'fetch-pop3'
  | 'scan'
  | 'classify'
  | 'attach-to-case'
  | 'render-pdf'
  | 'send-outbound'
  | 'scheduled-send';

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

export type DeliveryState =
  | 'queued'
  | 'held'
  | 'handingOver'
  | 'outcomeUnknown'
  | 'sent'
  | 'refused'
  | 'bounced'
  | 'failed'
  | 'cancelled';

export type StepState = 'pending' | 'running' | 'done' | 'failed' | 'cancelled';
export type CaseStatus = 'new' | 'open' | 'stalled' | 'resolved';
export type ScheduledEmailState = 'scheduled' | 'held' | 'sent' | 'missed' | 'cancelled';

export interface StageCounts {
  stage: StageName;
  waiting: number;
  running: number;
  delayed: number;
  failed: number;
  doneToday: number;
  oldestWaitingAt: string | null;
  lagSeconds: number;
  trouble: { code: string; since: string } | null;
}

export interface Pipeline {
  stages: StageCounts[];
  inbound: Partial<Record<InboundState, number>>;
  outbound: Partial<Record<DeliveryState, number>>;
}

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
  source: 'pop3' | 'smtp' | 'import';
}

export interface Verdict {
  virus: {
    outcome: 'clean' | 'infected' | 'unscannable';
    signature: string | null;
    scanner: string;
    testSignaturesOnly: boolean;
  };
  spam: { action: string; score: number; required: number; symbols: string[]; degraded: boolean };
}

export type WhyRule =
  | 'subjectCode'
  | 'inboundProfile'
  | 'noProfile'
  | 'severalCases'
  | 'bounce'
  | 'autoSubmitted'
  | 'linkedByHand';

export interface Why {
  rule: WhyRule;
  matched: string | null;
  sender: 'known' | 'unknown' | 'notChecked';
  wrongCodes: unknown[];
}

export interface Step {
  id: string;
  stage: StageName;
  state: StepState;
  attempts: number;
  errorCode: string | null;
  errorText: string | null;
  createdAt: string;
  finishedAt: string | null;
}

export interface MailPart {
  filename: string | null;
  contentType: string;
  size: number;
  inline: boolean;
}

export interface Mail extends MailSummary {
  to: string;
  sentAt: string | null;
  messageId: string | null;
  /** Null while it is left on the server, and after its term. */
  sha256: string | null;
  size: number;
  /** Empty until it is clean, and for operators. */
  text: string;
  verdict: Verdict | null;
  why: Why | null;
  parts: MailPart[];
  steps: Step[];
}

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

export interface CaseDocument {
  id: string;
  role: 'mailAsPdf' | 'mailAsEml' | 'attachment' | 'upload';
  filename: string;
  contentType: string;
  size: number;
  createdAt: string;
}

export interface Delivery {
  id: string;
  address: string;
  role: 'to' | 'cc' | 'bcc';
  state: DeliveryState;
  reply: string | null;
}

export type Flag = 'possibleSpam' | 'senderUnknown' | 'incomplete' | 'testSignaturesOnly';

export interface TimelineEntry {
  id: string;
  direction: 'inbound' | 'outbound';
  who: string;
  subject: string;
  summary: string;
  at: string;
  flags: Flag[];
  why: Why | null;
  documents: CaseDocument[];
  inboundMessageId: string | null;
  outboundMessageId: string | null;
  needsConfirmation: boolean;
  deliveries: Delivery[];
}

export interface Recipient {
  address: string;
  name: string;
}

export interface ScheduledEmail {
  id: string;
  caseNumber: number;
  caseSubject: string;
  template: { id: string; name: string };
  recipients: (Recipient & { role: 'to' | 'cc' | 'bcc' })[];
  state: ScheduledEmailState;
  sendAt: string;
  wallTime: string;
  zone: string;
  version: number;
  createdBy: string;
}

export interface ScheduledEmailPreview {
  subject: string;
  text: string;
  html: string | null;
  recipients: Recipient[];
  missing: string[];
}

export interface Case extends CaseSummary {
  subjectCode: string;
  parties: Party[];
  attributes: { label: string; magicString: string; value: string }[];
  targetDate: string | null;
  resolvedAt: string | null;
  timeline: TimelineEntry[];
  documents: CaseDocument[];
  scheduledEmails: ScheduledEmail[];
}

export interface IntakeDocument {
  id: string;
  filename: string;
  contentType: string;
  size: number;
  state: 'waiting' | 'filed' | 'rejected';
  from: string;
  subject: string;
  receivedAt: string;
  inboundMessageId: string;
  caseNumber: number | null;
  reason: string | null;
}

export type OutboundState = 'queued' | 'held' | 'frozen' | 'failed' | 'cancelled';

export interface OutboundMessage {
  id: string;
  createdAt: string;
  subject: string;
  caseNumber: number | null;
  kind: 'caseMail' | 'acknowledgement' | 'testMail';
  state: OutboundState;
  errorCode: string | null;
  deliveries: Delivery[];
}

export interface FailedStep extends Step {
  about: { kind: 'mailbox' | 'inboundMessage' | 'outboundMessage' | 'delivery' | 'scheduledEmail'; id: string };
  /** A later run of the same stage about the same thing exists. */
  replayed: boolean;
}

export interface Template {
  id: string;
  name: string;
  subject: string;
}

export interface CaseType {
  id: string;
  name: string;
}
