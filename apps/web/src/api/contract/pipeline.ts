import type { InboundState } from './inbound.ts';
import type { DeliveryState } from './outbound.ts';

export type StageName =
  | 'fetch-pop3'
  | 'scan'
  | 'classify'
  | 'attach-to-case'
  | 'render-pdf'
  | 'send-outbound'
  | 'scheduled-send';

export type StepState = 'pending' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Step {
  id: string;
  stage: StageName;
  state: StepState;
  attempts: number;
  /** Waits in a row for something that was away. */
  waits: number;
  errorCode: string | null;
  errorText: string | null;
  createdAt: string;
  /** When its last attempt began. */
  startedAt: string | null;
  finishedAt: string | null;
  /** While it is pending: not to be tried before. */
  notBefore: string;
  replayOf: string | null;
}

export interface FailedStep extends Step {
  about: { kind: 'mailbox' | 'inboundMessage' | 'outboundMessage' | 'delivery' | 'scheduledEmail'; id: string };
  /** A later run of the same stage about the same thing exists. */
  replayed: boolean;
}

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
  /** Mail of the last hour whose sender could not be checked, since DNS gave no answer. */
  uncheckedSenders: { mails: number; since: string } | null;
  /** The virus scanner knows the test file only. */
  testSignaturesOnly: boolean;
}
