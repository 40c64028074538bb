import { describe, expect, it } from 'vitest';
import { findingsOf, mayBeOpened, type Release } from './release.ts';
import type { PartVerdict, PolicyFinding, ScanOutcome, SpamAction, Verdict } from './verdict.ts';

const sha256 = 'ab'.repeat(32);
const other = 'cd'.repeat(32);

const verdict = (outcome: ScanOutcome, action: SpamAction, more: Partial<Verdict> = {}): Verdict => ({
  sha256,
  virus: { outcome, signature: outcome === 'clean' ? null : 'Eicar', scanner: 'clamd', testSignaturesOnly: false },
  spam: { action, score: 0, required: 15, symbols: [], degraded: false },
  ...{ parts: [], policy: [], authentication: null },
  ...more,
});

const part = (more: Partial<PartVerdict>): PartVerdict => ({
  ...{ ordinal: 0, filename: 'a.zip', contentType: 'application/zip', sha256: other, size: 1 },
  ...{ outcome: 'infected', signature: 'Eicar' },
  ...more,
});

const rule = (more: Partial<PolicyFinding> = {}): PolicyFinding => ({
  ...{ rule: 'attachmentType', filename: 'a.exe', kind: 'exe', action: 'quarantine' },
  ...more,
});

const releaseOf = (seen: Verdict, more: Partial<Release> = {}): Release => ({
  ...{ by: 'Bea', at: '2026-11-25T20:00:00.000Z', reason: 'echte mail', sha256: seen.sha256 },
  findings: findingsOf(seen),
  ...more,
});

describe('without a release', () => {
  const open = (said: Verdict | null, of: string | null = sha256) =>
    mayBeOpened({ verdict: said, sha256: of, release: null });

  it('a message may be opened for a clean verdict on exactly its bytes only', () => {
    expect(open(verdict('clean', 'add header'))).toBe(true);
    expect(open(verdict('clean', 'no action'), other)).toBe(false);
    expect(open(null)).toBe(false);
    expect(open(null, null)).toBe(false);
    expect(open(verdict('clean', 'no action'), null)).toBe(false);
    expect(open(verdict('unscannable', 'no action'))).toBe(false);
  });
});

describe('a release', () => {
  const spam = verdict('clean', 'reject');
  const open = (said: Verdict | null, release: Release, of = sha256) =>
    mayBeOpened({ verdict: said, sha256: of, release });

  it.each<[string, Verdict]>([
    ['spam', spam],
    ['an infection', verdict('infected', 'no action')],
    ['what could not be scanned', verdict('unscannable', 'no action')],
    ['an infected part', verdict('clean', 'no action', { parts: [part({})] })],
    ['a forbidden kind of attachment', verdict('clean', 'no action', { policy: [rule()] })],
    ['all of this at once', verdict('infected', 'reject', { parts: [part({})], policy: [rule()] })],
  ])('opens %s that was seen', (_, seen) => {
    expect(open(seen, releaseOf(seen))).toBe(true);
  });

  it.each<[string, Verdict]>([
    ['an infection', verdict('infected', 'reject')],
    ['an infected part', verdict('clean', 'reject', { parts: [part({})] })],
    ['what could not be scanned', verdict('unscannable', 'reject')],
    ['a forbidden kind of attachment', verdict('clean', 'reject', { policy: [rule()] })],
  ])('of spam does not open %s that is found later', (_, found) => {
    expect(open(found, releaseOf(spam))).toBe(false);
  });

  it('of one infection, part or file does not open another', () => {
    const virus = verdict('infected', 'no action');
    const infected = verdict('clean', 'no action', { parts: [part({})] });
    const forbidden = verdict('clean', 'no action', { policy: [rule()] });

    expect(open({ ...virus, virus: { ...virus.virus, signature: 'Emotet' } }, releaseOf(virus))).toBe(false);
    expect(open({ ...infected, parts: [part({ sha256 })] }, releaseOf(infected))).toBe(false);
    expect(open({ ...forbidden, policy: [rule({ filename: 'b.exe' })] }, releaseOf(forbidden))).toBe(false);
  });

  it('still opens when less is found than was seen', () => {
    expect(open(verdict('clean', 'no action'), releaseOf(spam))).toBe(true);
  });

  it('is of these bytes only', () => {
    expect(open(spam, releaseOf(spam, { sha256: other }))).toBe(false);
    expect(open({ ...spam, sha256: other }, releaseOf(spam))).toBe(false);
    expect(open(spam, releaseOf(spam), other)).toBe(false);
    expect(open(null, releaseOf(spam))).toBe(false);
  });

  it('knows a finding again whose name the record has cut', () => {
    const long = (most: number) =>
      verdict('clean', 'no action', { policy: [rule({ filename: `\0${'é'.repeat(most)}` })] });

    expect(open(long(9_000), releaseOf(long(480)))).toBe(true);
  });
});
