import type { MimePart } from '../structure/mime-part.ts';

/** What becomes of a part. */
export type Role =
  /** Read by a reader of the mail. */
  | 'text'
  /** A file, whose text is shown where the mail has no other. */
  | 'shownFile'
  | 'file'
  /** A file that holds files (MS-OXTNEF). */
  | 'tnef'
  /** Another form of what is shown already, for a program that few have. */
  | 'nothing';

/** What the parts before have been. */
export interface Before {
  /** A text part was read. */
  text: boolean;
  /** The signed or encrypted container that the text is in, or null for none; only what is in the same is joined to it. */
  realm: MimePart | null;
}

/** Text that is kept as a file, since no reader would read it as the mail. */
const NO_TEXT =
  /^text\/(?:calendar|x-v(?:card|calendar)|vcard|directory|csv|tab-separated-values|xml|css|javascript|ecmascript|rtf|rfc822-headers|x-(?:diff|patch|python|c|sh|java|perl|log|msmsgs.*))$/u;
/** What a text is called that is the mail itself; by any other name programs offer it to be opened. */
const TEXT_NAME =
  /^[^.]*$|\.(?:te?xt|text|[sx]?html?|asc|enriched|rtx|tmp|md|eml|msg|mail|body|utf-?8|iso-?8859-?\d+)$/iu;
const FOR_FEW = /^text\/(?:x-amp-html|watch-html)$/u;
const TNEF = /^application\/(?:vnd\.)?ms-tnef$/u;

/** Decides by its header and its place what a leaf is; what is in doubt is a file, which loses nothing. */
export function roleOf(part: MimePart, before: Before): Role {
  if (TNEF.test(part.effectiveType) || /^win(?:mail|\.dat)[^.]*(?:\.dat)?$/iu.test(part.filename)) return 'tnef';
  if (!part.effectiveType.startsWith('text/') || NO_TEXT.test(part.effectiveType)) return 'file';
  const alternative = part.parent?.type === 'multipart/alternative';
  if (FOR_FEW.test(part.effectiveType)) return alternative && before.text && isUnnamed(part) ? 'nothing' : 'file';
  if (part.disposition !== null && part.disposition !== 'inline') return 'file';
  if (part.type === '' && part.filename !== '') return 'file';
  if (before.text && before.realm !== realmOf(part)) return 'file';
  if (part.filename === '') return 'text';
  if (!TEXT_NAME.test(part.filename)) return 'shownFile';
  if (alternative || part.parent === null) return 'text';
  if (part.disposition === 'inline') return 'shownFile';
  return before.text ? 'file' : 'text';
}

const isUnnamed = ({ disposition, filename }: MimePart): boolean => disposition !== 'attachment' && filename === '';

/** The nearest container around a part whose content is signed or encrypted as a whole (RFC 1847). */
export function realmOf(part: MimePart): MimePart | null {
  for (let at = part.parent; at !== null; at = at.parent) {
    if (at.type === 'multipart/signed' || at.type === 'multipart/encrypted') return at;
  }
  return null;
}
