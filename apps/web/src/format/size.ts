import type { Language } from '../text/language.ts';

/** `1,4 MB`; decimal units, as file managers show them. */
export function size(bytes: number, language: Language): string {
  const [value, unit] = bytes < 1000 ? [bytes, 'B'] : bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1e6, 'MB'];
  const digits = value < 10 && unit !== 'B' ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${unit}`;
}
