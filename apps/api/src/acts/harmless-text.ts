/**
 * Text of a stranger for people who suspect it: at most `most` characters of it, and what would hide, turn or pile up text
 * (control and format characters, bidi among them, and long rows of accents) written out as its code point.
 */
export function harmlessText(text: string, most: number): { text: string; cut: boolean } {
  // A line end becomes one character: twice as many hold what is shown, and one more tells that it is not all.
  const lines = text.slice(0, 2 * most + 1).replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n');
  return {
    text: lines.slice(0, most).toWellFormed().replace(HARMFUL, written),
    cut: lines.length > most,
  };
}

const HARMFUL = /[^\P{C}\n\t]|(?<=\p{M}{3})\p{M}/gu;

const written = (character: string): string =>
  `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
