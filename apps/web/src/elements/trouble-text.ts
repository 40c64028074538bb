import type { TextKey, Translate } from '../text/translate.ts';

const KNOWN: Partial<Record<string, TextKey>> = {
  clamd: 'trouble.clamd',
  rspamd: 'trouble.rspamd',
  pop3: 'trouble.pop3',
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

/** An error code in words: its first word is the thing that failed. */
export function troubleText(code: string, t: Translate): string {
  return t(KNOWN[code.split('-', 1)[0] ?? ''] ?? 'trouble.any', { code });
}
