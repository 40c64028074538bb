/**
 * A reply code (RFC 5321 section 4.2) where mail systems put one: behind what names it, or at the beginning of a line.
 */
const REPLY_CODE =
  /(?:\b(?:said|error|code|status|response|reply|smtp|dialogue|antwoord|fout|fehler|erreur)\b[ \t]{0,20}[:;#=]?[ \t]{0,20}[<[("']?|<<<[ \t]{0,20}|[#(]|^[ \t]{0,20}|[:;][ \t]{1,20})([45])[0-7]\d(?=[\s\-.:,;>)\]"']|$)/imu;

/** An enhanced status code (RFC 3463), and no part of an address or a version. */
const ENHANCED = /(?<![\d.])([245]\.[0-7]\.\d{1,3})(?![\d]|\.\d)/u;

/** Whether there is an enhanced status code in a text. */
export const hasStatus = (text: string): boolean => ENHANCED.test(text);

/**
 * The enhanced status code in a text, as found. Where it has a reply code only, RFC 3463 section 2 says what class that
 * is and nothing more: `5.0.0` or `4.0.0`. Otherwise empty.
 */
export function statusIn(text: string): string {
  const enhanced = ENHANCED.exec(text)?.[1];
  if (enhanced) return enhanced;
  const digit = REPLY_CODE.exec(text)?.[1];
  return digit ? `${digit}.0.0` : '';
}
