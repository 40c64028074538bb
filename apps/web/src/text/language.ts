export type Language = 'nl' | 'en';

const KEY = 'zaakpost.language';

/** Dutch unless English was chosen before in this browser. A browser that keeps nothing is no fault. */
export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'nl';
  } catch {
    return 'nl';
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Then the choice lasts as long as the page.
  }
}
