import type { DocumentRole } from './cases.ts';
import type { InboundState, SourceKind } from './inbound.ts';
import type { StageName } from './pipeline.ts';

/** Where a mail came from; what is there depends on the kind. */
export interface Origin {
  kind: SourceKind;
  mailboxId?: string;
  uniqueId?: string;
  /** Empty for operators when it is on a case, and for the null path of bounces. */
  envelopeFrom?: string;
  recipient?: string;
  /** IP address of the client. */
  peer?: string;
  helo?: string;
  tls?: { version: string; cipher: string } | null;
  trusted?: boolean;
  path?: string;
}

export type WaitsFor =
  | {
      for: 'stage';
      stage: StageName;
      state: 'pending' | 'running';
      since: string;
      nextTryAt: string;
      code: string | null;
    }
  | { for: 'person'; task: 'confirm' | 'checkSender' | 'sort' | 'quarantine' }
  | { for: 'application' | 'mailbox' | 'replay' };

export interface LedTo {
  contactMoments: { id: string; caseNumber: number; at: string }[];
  /** Names are empty for operators. */
  documents: { id: string; role: DocumentRole; filename: string }[];
  intakeDocuments: {
    id: string;
    filename: string;
    state: 'waiting' | 'filed' | 'rejected';
    caseNumber: number | null;
  }[];
  acknowledgements: { id: string; createdAt: string }[];
  /** The mail of ours that it is a bounce of. */
  bounceOf: { id: string; subject: string; caseNumber: number | null } | null;
}

export interface Act {
  at: string;
  actor: string;
  action: string;
  details: Record<string, unknown>;
}

export interface EqualMail {
  id: string;
  receivedAt: string;
  state: InboundState;
  source: SourceKind;
  sourceName: string;
}

/** What lies around a mail. */
export interface MailWay {
  origin: Origin;
  /** Times that it was offered again, and recognised. */
  cameBack: number;
  /** Null when it is at its end. */
  waitsFor: WaitsFor | null;
  ledTo: LedTo;
  acts: Act[];
  /** Other mails of the very same bytes. */
  equals: EqualMail[];
}
