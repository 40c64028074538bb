import type { nl } from './nl/index.ts';

export type TextKey = keyof typeof nl;
export type Dictionary = Record<TextKey, string>;
type Values = Record<string, string | number>;

/** Gives the text of a key with its `{name}` places filled. */
export type Translate = (key: TextKey, values?: Values) => string;

export const translator =
  (dictionary: Dictionary): Translate =>
  (key, values = {}) =>
    dictionary[key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
