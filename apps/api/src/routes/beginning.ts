/** UTF-16 code units of a mail's text that a page is sent. */
export const MOST_TEXT = 20_000;

/** The first `most` UTF-16 code units of a text that a stranger wrote, without half a character, and whether there is more. */
export function beginningOf(text: string, most: number): { text: string; cut: boolean } {
  if (text.length <= most) return { text, cut: false };
  return { text: text.slice(0, most).replace(/[\uD800-\uDBFF]$/u, ''), cut: true };
}
