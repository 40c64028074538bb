import { expect, it } from 'vitest';
import { readSpam } from './rspamd-answer.ts';

const answer = (more: object) => ({ action: 'no action', score: 1.2, required_score: 15, symbols: {}, ...more });

it.each([
  ['no action', 'no action'],
  ['greylist', 'greylist'],
  ['add header', 'add header'],
  ['rewrite subject', 'rewrite subject'],
  ['reject', 'reject'],
  ['quarantine', 'reject'],
  ['discard', 'reject'],
])('reads %s as %s', (action, meant) => {
  expect(readSpam(answer({ action })).action).toBe(meant);
});

it('lets a mail wait that was softly rejected', () => {
  expect(() => readSpam(answer({ action: 'soft reject' }))).toThrow(
    expect.objectContaining({ code: 'rspamd-away', scope: 'thing' }),
  );
});

it('keeps names of symbols only, at most a hundred', () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, i) => [`SYM_${i}`, { options: ['jan@burger.example'] }]),
  );

  const { symbols } = readSpam(answer({ symbols: { ...many, 'met spatie <b>': {} } }));

  expect(symbols).toHaveLength(100);
  expect(symbols.join()).not.toMatch(/burger|spatie/u);
});

it('is degraded when a check could not be done', () => {
  expect(readSpam(answer({ symbols: { DKIM_TRACE: {} } })).degraded).toBe(false);
  expect(readSpam(answer({ symbols: { RBL_SPAMHAUS_FAIL: {} } })).degraded).toBe(true);
});

it.each([
  null,
  [],
  'no action',
  {},
  { action: 'no action' },
  answer({ action: 'accept' }),
  answer({ action: ['reject'] }),
  answer({ score: '1' }),
  answer({ required_score: null }),
  answer({ symbols: 'none' }),
])('understands nothing else: %j', (garbage) => {
  expect(() => readSpam(garbage)).toThrow(expect.objectContaining({ code: 'rspamd-garbled', scope: 'stage' }));
});
