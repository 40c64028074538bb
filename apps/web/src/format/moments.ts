import type { Language } from '../text/language.ts';
import type { Translate } from '../text/translate.ts';

/** The clock of the town hall, wherever the browser is. */
export const ZONE = 'Europe/Amsterdam';

const LOCALES = { nl: 'nl-NL', en: 'en-GB' } as const;

export interface Moments {
  /** 23 november 2026 om 14:05 */
  moment(iso: string): string;
  /** 23 nov 14:05 */
  short(iso: string): string;
  /** 23 november 2026 */
  day(iso: string): string;
  /** ma 23 nov */
  weekday(iso: string): string;
  /** 23 nov 14:05:09 */
  second(iso: string): string;
  /** 12.345 */
  count(n: number): string;
  /** A length of time, in its largest unit: 4 min */
  lasting(seconds: number): string;
}

export function moments(language: Language, t: Translate): Moments {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: ZONE });
    return (iso: string) => formatter.format(new Date(iso));
  };

  return {
    moment: format({ dateStyle: 'long', timeStyle: 'short' }),
    short: format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    day: format({ dateStyle: 'long' }),
    weekday: format({ weekday: 'short', day: 'numeric', month: 'short' }),
    second: format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    count: (n) => new Intl.NumberFormat(LOCALES[language]).format(n),
    lasting(seconds) {
      if (seconds < 90) return t('lasting.seconds', { n: Math.max(0, Math.round(seconds)) });
      if (seconds < 90 * 60) return t('lasting.minutes', { n: Math.round(seconds / 60) });
      if (seconds < 36 * 3600) return t('lasting.hours', { n: Math.round(seconds / 3600) });
      return t('lasting.days', { n: Math.round(seconds / 86_400) });
    },
  };
}
