import { describe, expect, it } from 'vitest';
import {
  type PartVerdict,
  type PolicyFinding,
  quarantineReason,
  type ScanOutcome,
  type SpamAction,
  screened,
  type Verdict,
  verdictFrom,
} from './verdict.ts';

const verdict = (outcome: ScanOutcome, action: SpamAction, more: Partial<Verdict> = {}): Verdict => ({
  sha256: 'ab'.repeat(32),
  virus: { outcome, signature: null, scanner: 'clamd', testSignaturesOnly: false },
  spam: { action, score: 0, required: 15, symbols: [], degraded: false },
  parts: [],
  policy: [],
  authentication: null,
  ...more,
});

const part = (outcome: ScanOutcome, signature: string | null = null): PartVerdict => ({
  ...{ ordinal: 0, filename: 'a.zip', contentType: 'application/zip', sha256: 'cd'.repeat(32), size: 1 },
  outcome,
  signature,
});

const found = (rule: PolicyFinding['rule'], action: PolicyFinding['action']): PolicyFinding => ({
  ...{ rule, action, filename: 'a.zip', kind: 'zip' },
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
    ['clean', 'no action', null],
  ] as const)('%s, with "%s", is in quarantine for %s', (outcome, action, reason) => {
    expect(quarantineReason(verdict(outcome, action))).toBe(reason);
  });

  it.each([
    ['infected', 'virus'],
    ['unscannable', 'unscannable'],
    ['clean', null],
  ] as const)('whose raw bytes passed, and one of whose parts is %s, is in quarantine for %s', (outcome, reason) => {
    const parts = [part('clean'), part(outcome)];

    expect(quarantineReason(verdict('clean', 'no action', { parts }))).toBe(reason);
  });

  it.each([
    ['attachmentType', 'quarantine', 'quarantined', 'attachmentType'],
    ['encryptedArchive', 'quarantine', 'quarantined', 'unscannable'],
    ['attachmentType', 'flag', 'flagged', null],
    ['encryptedArchive', 'flag', 'flagged', null],
  ] as const)('for which %s says %s is %s', (rule, action, expected, reason) => {
    const said = verdict('clean', 'no action', { policy: [found(rule, action)] });

    expect([screened(said), quarantineReason(said)]).toEqual([expected, reason]);
  });

  it('passes with a mark where only a password kept it from being scanned, and the rule says so', () => {
    const parts = [part('unscannable', 'Heuristics.Encrypted.Zip')];
    const flagged = [found('encryptedArchive', 'flag')];
    const beyondLimits = [part('unscannable', 'Heuristics.Limits.Exceeded.MaxRecursion')];

    expect(screened(verdict('clean', 'no action', { parts, policy: flagged }))).toBe('flagged');
    expect(screened(verdict('clean', 'no action', { parts }))).toBe('quarantined');
    expect(screened(verdict('clean', 'no action', { parts, policy: [found('attachmentType', 'flag')] }))).toBe(
      'quarantined',
    );
    expect(screened(verdict('clean', 'no action', { parts: beyondLimits, policy: flagged }))).toBe('quarantined');
  });
});

it('fills in what an earlier version did not record', () => {
  const { parts, policy, authentication, ...stored } = verdict('clean', 'no action');

  expect(verdictFrom(stored)).toEqual({ ...stored, parts, policy, authentication });
});
