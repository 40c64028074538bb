import { access } from 'node:fs/promises';

const FAMILIES = [
  ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', '/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf'],
  [
    '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf',
    '/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf',
  ],
  [
    '/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf',
    '/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf',
  ],
] as const;

/** A regular and a bold face. `unicode`: it is a font file; otherwise one of PDF's own fonts, which know WinAnsi only. */
export interface Faces {
  regular: string;
  bold: string;
  unicode: boolean;
}

/** PDF's own fonts; every reader has them. */
export const STANDARD: Faces = { regular: 'Helvetica', bold: 'Helvetica-Bold', unicode: false };

/** The font file with the most characters on this machine, or {@link STANDARD}. */
export async function bestFaces(): Promise<Faces> {
  for (const [regular, bold] of FAMILIES) {
    const there = await Promise.all([access(regular), access(bold)]).catch(() => null);
    if (there) return { regular, bold, unicode: true };
  }
  return STANDARD;
}

// Windows-1252 beyond Latin-1, as PDF 32000-1 annex D.2 lists it.
const BEYOND_LATIN = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** The text with each character that WinAnsi lacks replaced by what it is made of, or visibly by `[?]`. */
export function winAnsi(text: string): string {
  return text.replace(/[^\n\t\x20-\x7e\xa0-\xff]/gu, (c) => {
    if (BEYOND_LATIN.includes(c)) return c;
    const plain = c.normalize('NFKD').replace(/\p{M}/gu, '');
    return plain !== '' && /^[\x20-\x7e]+$/u.test(plain) ? plain : '[?]';
  });
}
