/**
 * The GTUBE line: every spam filter calls a mail with it spam. Put together at run time, as this file is no spam.
 * @see https://spamassassin.apache.org/gtube/
 */
export function gtube(): string {
  return ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL', '*C.34X'].join('');
}
