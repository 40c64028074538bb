import type { Translate } from '../../text/translate.ts';

/** Why a mail is in quarantine, in words; a reason that is no code of the scanners stands as it is. */
export function quarantineText(reason: string | null, t: Translate): string {
  if (reason === 'virus' || reason === 'spam' || reason === 'unscannable') return t(`quarantine.${reason}`);
  return reason || t('quarantine.other');
}
