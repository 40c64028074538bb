/** A string that PostgreSQL and a page can hold: no NUL, no half surrogate pairs, at most `most` characters. */
export const cleanText = (value: string, most = Number.MAX_SAFE_INTEGER): string =>
  (value.length > most ? value.slice(0, most) : value).replaceAll('\0', '').toWellFormed();

/** As `cleanText`, on one line: control characters become a space. */
export const cleanLine = (value: string, most: number): string =>
  cleanText(value, most)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
