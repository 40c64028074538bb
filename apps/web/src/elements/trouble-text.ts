import type { TextKey, Translate } from '../text/translate.ts';

const KNOWN: Partial<Record<string, TextKey>> = {
  clamd: 'trouble.clamd',
  rspamd: 'trouble.rspamd',
  pop3: 'trouble.pop3',
  'pop3-tls': 'trouble.pop3-tls',
  'pop3-login-refused': 'trouble.pop3-login-refused',
  'pop3-login-unsupported': 'trouble.pop3-login-unsupported',
  'pop3-in-use': 'trouble.pop3-in-use',
  'pop3-temporary': 'trouble.pop3-temporary',
  'pop3-protocol': 'trouble.pop3-protocol',
  'pop3-no-unique-ids': 'trouble.pop3-no-unique-ids',
  oauth: 'trouble.oauth',
  smtp: 'trouble.smtp',
  dkim: 'trouble.dkim',
  renderer: 'trouble.renderer',
  blob: 'trouble.blob',
  database: 'trouble.database',
  queue: 'trouble.database',
  parser: 'trouble.parser',
  profile: 'trouble.profile',
  template: 'trouble.template',
  timed: 'trouble.timed',
  process: 'trouble.process',
  unexpected: 'trouble.unexpected',
  record: 'trouble.record',
  message: 'trouble.message',
  address: 'trouble.address',
  secret: 'trouble.secret',
  host: 'trouble.host',
};

/** An error code in words: its own, or those of the thing that failed, which is its first word. */
export function troubleText(code: string, t: Translate): string {
  return t(KNOWN[code] ?? KNOWN[code.split('-', 1)[0] ?? ''] ?? 'trouble.any', { code });
}
