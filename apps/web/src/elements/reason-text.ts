import type { MailSummary } from '../api/contract.ts';
import type { Translate } from '../text/translate.ts';
import { troubleText } from './trouble-text.ts';

/** Why a mail is in its state, in words: the scanners' verdict, an error code, or what a person wrote. */
export function reasonText({ state, reason }: Pick<MailSummary, 'state' | 'reason'>, t: Translate): string | null {
  if (!reason) return null;
  if (state === 'failed') return troubleText(reason, t);
  if (reason === 'virus' || reason === 'spam' || reason === 'unscannable') return t(`quarantine.${reason}`);
  return reason;
}
