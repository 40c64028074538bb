import type { TextPart } from './body/body.ts';
import type { MimePart } from './structure/mime-part.ts';

/** Text for a mail that has no other: of files that are to be shown, of parcels, of what was signed. */
export class SpareTexts {
  readonly #groups: { realm: MimePart | null; parts: TextPart[] }[] = [];

  /** `realm` is the signed or encrypted part around them; those of different ones are never joined. */
  add(realm: MimePart | null, parts: readonly TextPart[]): void {
    const group = this.#groups.find((one) => one.realm === realm);
    if (group) group.parts.push(...parts);
    else this.#groups.push({ realm, parts: [...parts] });
  }

  /** The texts themselves, unless there is nothing to read in them. */
  insteadOf(texts: readonly TextPart[]): readonly TextPart[] {
    return readable(texts) ? texts : (this.#groups.find(({ parts }) => readable(parts))?.parts ?? texts);
  }
}

const readable = (texts: readonly TextPart[]): boolean => texts.some(({ content }) => content.trim() !== '');
