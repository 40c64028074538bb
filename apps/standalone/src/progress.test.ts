import { INBOUND_FINAL, INBOUND_WAITING, type InboundState, STAGES, type StageName } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { isOver, progressLine, progressOf } from './progress.ts';

type Counts = Partial<Record<InboundState, number>>;

function standing(inbound: Counts, running: Partial<Record<StageName, number>> = {}) {
  const zero = Object.fromEntries([...INBOUND_WAITING, ...INBOUND_FINAL].map((state) => [state, 0]));
  const stages = STAGES.map((stage) => ({
    ...{ stage, waiting: 0, running: running[stage] ?? 0, delayed: 1, failed: 0, doneToday: 0 },
    ...{ oldestWaitingAt: null, lagSeconds: 0, trouble: null },
  }));
  const outbound = { queued: 0, held: 0, handingOver: 0, outcomeUnknown: 0, sent: 2, refused: 0, bounced: 1 };
  return progressOf({
    stages,
    inbound: { ...zero, ...inbound } as Record<InboundState, number>,
    uncheckedSenders: null,
    outbound: { ...outbound, failed: 0, cancelled: 0 },
  });
}

test('mail that waits for a person has come to its end, mail in the pipeline has not', () => {
  const progress = standing({ onCase: 2, quarantined: 1, unmatched: 1, scanned: 1, received: 2 });

  expect(progress).toMatchObject({ received: 7, settled: 4 });
  expect(progressLine(progress, 18)).toBe(
    '4 of 18 mails at their end · 3 on the way · unmatched 1, quarantined 1, on a case 2 · 2 sent',
  );
});

test('it is over when all are in, all are at an end, and no step but a poll is due', () => {
  expect(isOver(standing({ onCase: 18 }, { 'fetch-pop3': 1 }), 18)).toBe(true);
  expect(isOver(standing({ onCase: 17 }), 18)).toBe(false);
  expect(isOver(standing({ onCase: 17, classified: 1 }), 18)).toBe(false);
  expect(isOver(standing({ onCase: 18 }, { 'render-pdf': 1 }), 18)).toBe(false);
});
