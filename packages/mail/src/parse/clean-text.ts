/** A string that PostgreSQL and a page can hold: no NUL, no half surrogate pairs, at most `most` characters. */
export const cleanText = (value: string, most = Number.MAX_SAFE_INTEGER): string =>
  (value.length > most ? value.slice(0, most) : value).replaceAll('\0', '').toWellFormed();

/**
 * As `cleanText`, on one line: control characters become a space, and what turns the direction of the text that stands
 * behind it goes (Unicode TR 36, section 3.1).
 */
export const cleanLine = (value: string, most: number): string =>
  cleanText(value, most)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069\uFEFF]+/gu, '')
    .replace(/^\u200B+|\u200B+$/gu, '')
    .trim();
