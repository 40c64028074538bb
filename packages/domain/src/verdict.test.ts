import { describe, expect, it } from 'vitest';
import { quarantineReason, type ScanOutcome, type SpamAction, screened, type Verdict } from './verdict.ts';

const verdict = (outcome: ScanOutcome, action: SpamAction): Verdict => ({
  sha256: 'ab'.repeat(32),
  virus: { outcome, signature: null, scanner: 'clamd', testSignaturesOnly: false },
  spam: { action, score: 0, required: 15, symbols: [], degraded: false },
});

describe('a message that was screened', () => {
  it.each([
    ['clean', 'no action', 'passed'],
    ['clean', 'greylist', 'passed'],
    ['clean', 'add header', 'flagged'],
    ['clean', 'rewrite subject', 'flagged'],
    ['clean', 'reject', 'quarantined'],
    ['infected', 'no action', 'quarantined'],
    ['unscannable', 'no action', 'quarantined'],
    ['infected', 'add header', 'quarantined'],
  ] as const)('%s, with "%s", is %s', (outcome, action, expected) => {
    expect(screened(verdict(outcome, action))).toBe(expected);
  });

  it.each([
    ['infected', 'reject', 'virus'],
    ['infected', 'no action', 'virus'],
    ['unscannable', 'reject', 'unscannable'],
    ['clean', 'reject', 'spam'],
  ] as const)('%s, with "%s", is in quarantine for %s', (outcome, action, reason) => {
    expect(quarantineReason(verdict(outcome, action))).toBe(reason);
  });
});
