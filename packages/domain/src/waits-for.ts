import type { ErrorCode } from './errors.ts';
import { INBOUND_FINAL, type InboundState } from './inbound-message.ts';
import type { StageName } from './stage.ts';
import type { StepState } from './step.ts';

/** What a mail that is not at its end waits for. */
export type WaitsFor =
  /** A run of a stage; `code` is what that run waits for itself, where it has failed before. */
  | {
      for: 'stage';
      stage: StageName;
      state: 'pending' | 'running';
      since: Date;
      nextTryAt: Date;
      code: ErrorCode | null;
    }
  /** Somebody who confirms its sender, sorts it, or decides about what quarantine holds. */
  | { for: 'person'; task: 'confirm' | 'checkSender' | 'sort' | 'quarantine' }
  /** The Omgevingsloket application that it belongs to. */
  | { for: 'application' }
  /** A larger limit of the mailbox, or somebody who takes it from the server. */
  | { for: 'mailbox' }
  /** It should be on its way, and no step carries it: a run was cancelled or failed, and must be replayed. */
  | { for: 'replay' };

/** The open runs about a mail, as far as this rule looks at them. */
interface OpenStep {
  stage: StageName;
  state: StepState;
  createdAt: Date;
  notBefore: Date;
  errorCode: ErrorCode | null;
}

const PERSON = {
  needsConfirmation: 'confirm',
  held: 'checkSender',
  unmatched: 'sort',
  quarantined: 'quarantine',
} as const satisfies Partial<Record<InboundState, string>>;

/** Why a mail is not at its end; null when it is. A later step, such as its PDF, does not hold it up. */
export function waitsFor(state: InboundState, steps: readonly OpenStep[]): WaitsFor | null {
  if ((INBOUND_FINAL as readonly InboundState[]).includes(state)) return null;
  if (state in PERSON) return { for: 'person', task: PERSON[state as keyof typeof PERSON] };
  if (state === 'parked') return { for: 'application' };
  if (state === 'leftOnServer') return { for: 'mailbox' };
  const open = steps.find((step) => step.state === 'pending' || step.state === 'running');
  if (!open) return { for: 'replay' };
  return {
    for: 'stage',
    stage: open.stage,
    state: open.state === 'running' ? 'running' : 'pending',
    since: open.createdAt,
    nextTryAt: open.notBefore,
    code: open.errorCode,
  };
}
