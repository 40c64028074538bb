import type { Translate } from '../text/translate.ts';

const BY_CODE = [
  'blob-corrupt',
  'blob-store-full',
  'pop3-unreachable',
  'pop3-tls',
  'pop3-login-refused',
  'pop3-login-unsupported',
  'pop3-in-use',
  'pop3-temporary',
  'pop3-protocol',
  'pop3-no-unique-ids',
  'oauth-unreachable',
  'oauth-refused',
  'oauth-garbled',
] as const;

const BY_PART = [
  'clamd',
  'rspamd',
  'parser',
  'renderer',
  'blob',
  'database',
  'queue',
  'profile',
  'process',
  'host',
] as const;

const isOf = <Word extends string>(words: readonly Word[], word: string): word is Word =>
  (words as readonly string[]).includes(word);

/** What mends an error, in plain words; the runbook says more under the same code. */
export function mendText(code: string, t: Translate): string {
  if (isOf(BY_CODE, code)) return t(`mend.${code}`);
  const part = code.split('-', 1)[0] ?? '';
  return isOf(BY_PART, part) ? t(`mend.${part}`) : t('mend.any');
}
