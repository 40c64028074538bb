import type { Why } from '../api/contract.ts';
import type { Translate } from '../text/translate.ts';

/** Why a mail is where it is, as one line. */
export function whyText({ rule, matched, sender, wrongCodes }: Why, t: Translate): string {
  const parts = [t(`why.${rule}`)];
  if (matched) parts.push(t('why.matched', { matched }));
  if (rule === 'subjectCode') parts.push(t(`why.sender.${sender}`));
  if (wrongCodes.length > 0) parts.push(t('why.wrongCodes', { n: wrongCodes.length }));
  return parts.join('; ');
}
