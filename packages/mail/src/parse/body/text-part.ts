import { decodeBytes, isGuess } from '../charset/decode-bytes.ts';
import { cleanText } from '../clean-text.ts';
import type { MimePart } from '../structure/mime-part.ts';
import { unflowed } from './flowed.ts';
import { plainOfEnriched } from './enriched.ts';

/** A text part as it was decoded: what its header said is applied to its bytes. */
export function textOf({ effectiveType, charset, parameters }: MimePart, bytes: Buffer): string {
  const html = effectiveType === 'text/html';
  const label = labelOf(effectiveType, charset, bytes);
  const text = cleanText(decodeBytes(bytes, label).replace(/\r\n?/g, '\n'));
  if (/^text\/(?:enriched|richtext)$/u.test(effectiveType)) return plainOfEnriched(text);
  const flowed = !html && parameters.get('format')?.toLowerCase() === 'flowed';
  return flowed ? unflowed(text, parameters.get('delsp')?.toLowerCase() === 'yes') : text;
}

/** Was the charset of a text part guessed, so that letters in it may be others? */
export const isGuessed = ({ effectiveType, charset }: MimePart, bytes: Buffer): boolean =>
  isGuess(bytes, labelOf(effectiveType, charset, bytes));

const labelOf = (type: string, charset: string | null, bytes: Buffer): string | null =>
  type === 'text/html' ? htmlCharset(bytes, charset) : charset;

const META = /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})/iu;

/** The header wins over the document (RFC 2854); the document over nothing. */
function htmlCharset(bytes: Buffer, charset: string | null): string | null {
  if (charset !== null && !/^(?:us-ascii|ascii)$/iu.test(charset)) return charset;
  const named = META.exec(bytes.toString('latin1', 0, 2_048))?.[1] ?? null;
  return named && /^utf-?16/iu.test(named) ? null : (named ?? charset);
}
