import type { MailSummary } from '../api/contract.ts';
import type { Translate } from '../text/translate.ts';
import { troubleText } from './trouble-text.ts';

/** Why a mail is in its state, in words: the scanners' verdict, an error code, or what a person wrote. */
export function reasonText({ state, reason }: Pick<MailSummary, 'state' | 'reason'>, t: Translate): string | null {
  if (!reason) return null;
  if (state === 'failed') return troubleText(reason, t);
  if (state === 'deleted' && reason === 'retention') return t('quarantine.retention');
  if (isQuarantineReason(reason)) return t(`quarantine.${reason}`);
  if (reason === 'goneFromServer') return t('reason.goneFromServer');
  return reason;
}

const QUARANTINE_REASONS = ['virus', 'spam', 'unscannable', 'attachmentType'] as const;

const isQuarantineReason = (reason: string): reason is (typeof QUARANTINE_REASONS)[number] =>
  (QUARANTINE_REASONS as readonly string[]).includes(reason);
