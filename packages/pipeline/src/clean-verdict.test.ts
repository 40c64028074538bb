import { findingsOf, type Verdict } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { requireClean } from './clean-verdict.ts';

const raw = { sha256: 'a'.repeat(64), size: 1 };
const clean: Verdict = {
  sha256: raw.sha256,
  virus: { outcome: 'clean', signature: null, scanner: 'ClamAV', testSignaturesOnly: false },
  spam: { action: 'no action', score: 0, required: 15, symbols: [], degraded: false },
  parts: [],
  policy: [],
  authentication: null,
};

test('a clean verdict on these bytes lets a message go on, possible spam too', () => {
  requireClean({ raw, verdict: clean, release: null });
  requireClean({ raw, verdict: { ...clean, spam: { ...clean.spam, action: 'add header' } }, release: null });
});

test.each<[string, Verdict | null]>([
  ['no verdict', null],
  ['a verdict on other bytes', { ...clean, sha256: 'b'.repeat(64) }],
  ['an infection', { ...clean, virus: { ...clean.virus, outcome: 'infected' } }],
  ['what could not be scanned', { ...clean, virus: { ...clean.virus, outcome: 'unscannable' } }],
  ['spam', { ...clean, spam: { ...clean.spam, action: 'reject' } }],
])('%s lets nothing go on', (_, verdict) => {
  expect(() => requireClean({ raw, verdict, release: null })).toThrow(
    expect.objectContaining({ code: 'record-missing' }),
  );
});

test('a release of exactly these bytes lets go on what was seen, and nothing else', () => {
  const spam: Verdict = { ...clean, spam: { ...clean.spam, action: 'reject' } };
  const release = { by: 'Bea', at: '', reason: 'echt', sha256: raw.sha256, findings: findingsOf(spam) };
  const infected: Verdict = { ...spam, virus: { ...spam.virus, outcome: 'infected', signature: 'Eicar' } };
  const refused = expect.objectContaining({ code: 'record-missing' });

  requireClean({ raw, verdict: spam, release });
  expect(() => requireClean({ raw, verdict: infected, release })).toThrow(refused);
  expect(() => requireClean({ raw, verdict: spam, release: { ...release, sha256: 'b'.repeat(64) } })).toThrow(refused);
  expect(() => requireClean({ raw: { ...raw, sha256: 'b'.repeat(64) }, verdict: spam, release })).toThrow(refused);
  expect(() => requireClean({ raw, verdict: null, release })).toThrow(refused);
});
