import { describe, expect, it } from 'vitest';
import { INBOUND_FINAL, INBOUND_WAITING } from './inbound-message.ts';
import { waitsFor } from './waits-for.ts';

const AT = new Date('2026-11-25T08:00:00Z');
const LATER = new Date('2026-11-25T08:30:00Z');
const scan = { stage: 'scan', state: 'pending', createdAt: AT, notBefore: LATER, errorCode: 'clamd-away' } as const;

describe('what a mail waits for', () => {
  it('is nothing at every end', () => {
    expect(INBOUND_FINAL.map((state) => waitsFor(state, [scan]))).toEqual(INBOUND_FINAL.map(() => null));
  });

  it('is told for every state in which it waits', () => {
    expect(INBOUND_WAITING.map((state) => waitsFor(state, [])?.for)).toEqual([
      ...['replay', 'replay', 'replay', 'application', 'person', 'person', 'person', 'person', 'mailbox'],
    ]);
  });

  it('is the stage that is open for it, with what that stage waits for', () => {
    const done = { ...scan, state: 'done' } as const;

    expect(waitsFor('received', [done, scan])).toEqual({
      ...{ for: 'stage', stage: 'scan', state: 'pending', since: AT, nextTryAt: LATER, code: 'clamd-away' },
    });
  });

  it('is a replay where its run is over and it did not move', () => {
    expect(waitsFor('scanned', [{ ...scan, state: 'failed' }])).toEqual({ for: 'replay' });
  });

  it('is a person, whatever else still runs', () => {
    const pdf = { ...scan, stage: 'render-pdf' } as const;

    expect(waitsFor('needsConfirmation', [pdf])).toEqual({ for: 'person', task: 'confirm' });
  });
});
