import { StatusBadge } from '@utrecht/component-library-react';
import type {
  CaseStatus,
  DeliveryState,
  InboundState,
  IntakeDocument,
  ScheduledEmailState,
  StepState,
} from '../api/contract.ts';
import { useText } from '../text/text-context.tsx';
import type { TextKey } from '../text/translate.ts';

/** `success`: at its end. `neutral`: on its way. `warning`: waits for a person. `danger`: went wrong. `inactive`: over. */
type Tone = 'success' | 'neutral' | 'warning' | 'danger' | 'inactive';

const TONES = {
  inbound: {
    received: 'neutral',
    scanned: 'neutral',
    classified: 'neutral',
    parked: 'neutral',
    held: 'warning',
    needsConfirmation: 'warning',
    unmatched: 'warning',
    quarantined: 'danger',
    leftOnServer: 'warning',
    onCase: 'success',
    caseStarted: 'success',
    inDocumentIntake: 'success',
    noAttachments: 'inactive',
    bounceRecorded: 'inactive',
    autoReplyFiled: 'inactive',
    discarded: 'inactive',
    deleted: 'inactive',
    duplicate: 'inactive',
    failed: 'danger',
  } satisfies Record<InboundState, Tone>,
  delivery: {
    queued: 'neutral',
    held: 'warning',
    handingOver: 'neutral',
    outcomeUnknown: 'danger',
    sent: 'success',
    refused: 'danger',
    bounced: 'danger',
    failed: 'danger',
    cancelled: 'inactive',
  } satisfies Record<DeliveryState, Tone>,
  step: {
    pending: 'neutral',
    running: 'neutral',
    done: 'success',
    failed: 'danger',
    cancelled: 'inactive',
  } satisfies Record<StepState, Tone>,
  status: {
    new: 'neutral',
    open: 'neutral',
    stalled: 'warning',
    resolved: 'inactive',
  } satisfies Record<CaseStatus, Tone>,
  scheduled: {
    scheduled: 'neutral',
    held: 'warning',
    sent: 'success',
    missed: 'danger',
    cancelled: 'inactive',
  } satisfies Record<ScheduledEmailState, Tone>,
  intake: {
    waiting: 'neutral',
    filed: 'success',
    rejected: 'inactive',
  } satisfies Record<IntakeDocument['state'], Tone>,
};

type Of = keyof typeof TONES;

interface Props<Kind extends Of> {
  of: Kind;
  state: keyof (typeof TONES)[Kind] & string;
}

/** A state in words; the colour only repeats what the words say. */
export function StateBadge<Kind extends Of>({ of, state }: Props<Kind>) {
  const { t } = useText();
  const tones: Record<string, Tone> = TONES[of];
  return <StatusBadge status={tones[state] ?? 'neutral'}>{t(`${of}.${state}` as TextKey)}</StatusBadge>;
}
