import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { nl } from './nl/index.ts';
import { type TextKey, translator } from './translate.ts';

const keys = Object.keys(nl) as TextKey[];
const placesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe('the dictionary', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(en).toSorted()).toEqual(keys.toSorted());
  });

  it('has a text for every key', () => {
    const empty = keys.filter((key) => !nl[key].trim() || !en[key].trim());

    expect(empty).toEqual([]);
  });

  it('fills the same places in both languages', () => {
    const different = keys.filter((key) => placesOf(nl[key]).join() !== placesOf(en[key]).join());

    expect(different).toEqual([]);
  });

  it('has each key in one file only', async () => {
    const files = import.meta.glob<Record<string, Record<string, string>>>('./nl/*.ts', { eager: true });
    const written = Object.entries(files)
      .filter(([path]) => !path.endsWith('/index.ts'))
      .flatMap(([, file]) => Object.values(file).flatMap((words) => Object.keys(words)));

    expect(written.toSorted()).toEqual(keys.toSorted());
  });
});

describe('a translator', () => {
  const t = translator(nl);

  it('fills the places of a text', () => {
    expect(t('case.title', { number: 1458 })).toBe('Zaak 1458');
  });

  it('leaves a place that it was given nothing for', () => {
    expect(t('case.title')).toBe('Zaak {number}');
  });

  it('takes a value as it is, also when it looks like a place', () => {
    expect(t('mail.because', { why: '{why} $1 $&' })).toBe('Waarom: {why} $1 $&');
  });
});
