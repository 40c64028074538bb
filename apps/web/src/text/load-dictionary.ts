import type { Language } from './language.ts';
import type { Dictionary } from './translate.ts';

/** Only the chosen language travels to the browser. */
export async function loadDictionary(language: Language): Promise<Dictionary> {
  return language === 'en' ? (await import('./en/index.ts')).en : (await import('./nl/index.ts')).nl;
}
