import { type SpamAction, UnavailableError, type Verdict } from '@zaakpost/domain';

const ACTIONS = new Map<unknown, SpamAction>([
  ['no action', 'no action'],
  ['greylist', 'greylist'],
  ['add header', 'add header'],
  ['rewrite subject', 'rewrite subject'],
  ['reject', 'reject'],
  // A mail filter would hold or drop these; for us both are: a human looks first.
  ['quarantine', 'reject'],
  ['discard', 'reject'],
]);
const MOST_SYMBOLS = 100;
const SYMBOL = /^[\w.:-]{1,80}$/u;

/**
 * Reads Rspamd's answer to `/checkv2`. Of the symbols only the names are kept: their options hold words of the mail.
 *
 * @throws UnavailableError('rspamd-away') for `soft reject`, UnavailableError('rspamd-garbled') for anything unknown.
 */
export function readSpam(answer: unknown): Verdict['spam'] {
  const { action, score, required_score: required, symbols } = record(answer);
  if (action === 'soft reject') {
    throw new UnavailableError('rspamd-away', {
      message: 'Rspamd could not finish this mail now (soft reject): a check timed out, or it is overloaded.',
      scope: 'thing',
    });
  }
  const known = ACTIONS.get(action);
  if (!known || !isNumber(score) || !isNumber(required)) throw garbled();
  const names = Object.keys(record(symbols ?? {})).filter((name) => SYMBOL.test(name));
  return {
    action: known,
    score,
    required,
    symbols: names.toSorted().slice(0, MOST_SYMBOLS),
    // A blocklist or resolver was away: recorded, no reason to stop.
    degraded: names.some((name) => name.endsWith('_FAIL')),
  };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw garbled();
  return value as Record<string, unknown>;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const garbled = () =>
  new UnavailableError('rspamd-garbled', {
    message: 'The answer to /checkv2 was not one of Rspamd. Does RSPAMD_URL point at its normal worker (port 11333)?',
    scope: 'stage',
  });
