import { INBOUND_FINAL, type InboundState } from '@zaakpost/domain';
import type { Views } from '@zaakpost/store';

type Standing = Awaited<ReturnType<Views['pipeline']['read']>>;

/** How far the sample mails are. */
export interface Progress {
  /** Mails on record. */
  received: number;
  /** Those that are at an end, or wait for a person. */
  settled: number;
  /** Steps that run or are due. */
  busy: number;
  /** Counts by where mails are, those that are not zero. */
  ends: [state: string, count: number][];
  sent: number;
}

const ON_THE_WAY: readonly InboundState[] = ['received', 'scanned', 'classified'];
const NAMES: Partial<Record<InboundState, string>> = {
  onCase: 'on a case',
  caseStarted: 'case started',
  inDocumentIntake: 'in document intake',
  noAttachments: 'no attachments',
  bounceRecorded: 'bounce recorded',
  autoReplyFiled: 'auto-reply',
  needsConfirmation: 'needs confirmation',
  unmatched: 'unmatched',
  quarantined: 'quarantined',
  failed: 'failed',
};

export function progressOf({ stages, inbound, outbound }: Standing): Progress {
  const counts = Object.entries(inbound) as [InboundState, number][];
  const received = counts.reduce((sum, [, count]) => sum + count, 0);
  const onTheWay = ON_THE_WAY.reduce((sum, state) => sum + inbound[state], 0);
  const ends = counts.filter(([state, count]) => count > 0 && !ON_THE_WAY.includes(state));
  return {
    received,
    settled: received - onTheWay,
    // Polls come and go for ever.
    busy: stages.filter(({ stage }) => stage !== 'fetch-pop3').reduce((sum, s) => sum + s.waiting + s.running, 0),
    ends: ends.toSorted(byEnd).map(([state, count]) => [NAMES[state] ?? state, count]),
    sent: outbound.sent,
  };
}

const byEnd = ([a]: [InboundState, number], [b]: [InboundState, number]) => place(a) - place(b);
const place = (state: InboundState) => (INBOUND_FINAL as readonly string[]).indexOf(state);

/** All samples came in, none is on its way, nothing is due. */
export const isOver = ({ received, settled, busy }: Progress, expected: number): boolean =>
  received >= expected && settled === received && busy === 0;

/** `9 of 18 mails at their end · 4 on the way · on a case 3, unmatched 1 · 2 sent` */
export function progressLine({ received, settled, ends, sent }: Progress, expected: number): string {
  const list = ends.map(([state, count]) => `${state} ${count}`).join(', ');
  return [
    `${settled} of ${Math.max(received, expected)} mails at their end`,
    received > settled ? `${received - settled} on the way` : '',
    list,
    sent > 0 ? `${sent} sent` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
