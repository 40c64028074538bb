import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Moments, moments } from '../format/moments.ts';
import { type Language, rememberLanguage } from './language.ts';
import { loadDictionary } from './load-dictionary.ts';
import { type Dictionary, type Translate, translator } from './translate.ts';

interface Words {
  language: Language;
  choose(language: Language): void;
  t: Translate;
  moments: Moments;
}

const TextContext = createContext<Words | null>(null);

/** What the pages say, and how they write a date, in the chosen language. */
export function useText(): Words {
  const words = useContext(TextContext);
  if (!words) throw new Error('useText needs a TextProvider around it.');
  return words;
}

interface Props {
  language: Language;
  dictionary: Dictionary;
  children: ReactNode;
}

export function TextProvider({ language, dictionary, children }: Props) {
  const [chosen, setChosen] = useState({ language, dictionary });

  useEffect(() => {
    document.documentElement.lang = chosen.language;
  }, [chosen.language]);

  const words = useMemo<Words>(() => {
    const t = translator(chosen.dictionary);
    return {
      language: chosen.language,
      t,
      moments: moments(chosen.language, t),
      async choose(next) {
        rememberLanguage(next);
        setChosen({ language: next, dictionary: await loadDictionary(next) });
      },
    };
  }, [chosen]);

  return <TextContext value={words}>{children}</TextContext>;
}
