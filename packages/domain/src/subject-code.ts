import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A code as it was found in a subject: `1458-ae34dc`. `mailCode` is lower case. */
export interface FoundCode {
  caseNumber: number;
  mailCode: string;
}

const SHORTEST = 6;
const LONGEST = 32;
const MOST_CODES = 20;
// Normalising costs the square of the length where a hostile subject piles up accents.
const LONGEST_SUBJECT = 4_000;
const CODE_IN_BRACKETS = /\[([^[\]]*)\]/gu;
// Square brackets, those that NFKC makes of other characters included, and control characters.
const NOT_IN_PREFIX = /[[\]\uFE47\uFE48\uFF3B\uFF3D\p{Cc}]/gu;
const CODE_AT_END = /(?:^|[\s:])(\d{1,12})\s*-\s*([0-9a-f]{6,32})\s*$/iu;

/** A fresh random mail code of `digits` hexadecimal digits (6 to 32), from the system's CSPRNG. */
export function newMailCode(digits = SHORTEST): string {
  if (!Number.isInteger(digits) || digits < SHORTEST || digits > LONGEST) {
    throw new RangeError(`A mail code has ${SHORTEST} to ${LONGEST} digits, not ${digits}.`);
  }
  return randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);
}

/** `[Voorbeeld 1458-ae34dc]`; without a prefix `[1458-ae34dc]`. */
export function formatSubjectCode(prefix: string, code: FoundCode): string {
  const clean = prefix.replace(NOT_IN_PREFIX, ' ').trim();
  return `[${clean === '' ? '' : `${clean} `}${code.caseNumber}-${code.mailCode}]`;
}

/**
 * Every distinct code in a decoded, unfolded subject, in order of appearance, whatever the prefix is today.
 * Reads at most 20 codes and 4,000 characters, so that a hostile subject costs little.
 */
export function findSubjectCodes(subject: string): FoundCode[] {
  const found = new Map<string, FoundCode>();
  for (const [, inside] of subject.slice(0, LONGEST_SUBJECT).normalize('NFKC').matchAll(CODE_IN_BRACKETS)) {
    const match = CODE_AT_END.exec(inside ?? '');
    if (!match) continue;
    const code = { caseNumber: Number(match[1]), mailCode: String(match[2]).toLowerCase() };
    found.set(`${code.caseNumber}-${code.mailCode}`, code);
    if (found.size === MOST_CODES) break;
  }
  return [...found.values()];
}

/** The subject with this case's code in front, unless it already stands in it. Nothing is ever cut off. */
export function withSubjectCode(subject: string, prefix: string, code: FoundCode): string {
  const present = findSubjectCodes(subject).some(
    (c) => c.caseNumber === code.caseNumber && sameCode(c.mailCode, code.mailCode),
  );
  return present ? subject : `${formatSubjectCode(prefix, code)} ${subject}`.trimEnd();
}

/** Compares in constant time; a different length is simply different. */
export function sameCode(a: string, b: string): boolean {
  const left = Buffer.from(a.toLowerCase());
  const right = Buffer.from(b.toLowerCase());
  return left.length === right.length && timingSafeEqual(left, right);
}
