import { uncompressedRtf } from './compressed-rtf.ts';
import { rtfBody } from './rtf-body.ts';
import { isTnef, readTnef, type TnefFile } from './tnef.ts';

/** What a `winmail.dat` holds. */
export interface TnefContent {
  whole: boolean;
  files: TnefFile[];
  text: string | null;
  html: string | null;
}

/** Null for bytes that are no TNEF. A body is HTML, text, or RTF with either in it. */
export function unpackedTnef(bytes: Buffer): TnefContent | null {
  if (!isTnef(bytes)) return null;
  const { whole, files, text, html, rtf } = readTnef(bytes);
  const unpacked = rtf === null || html !== null ? null : uncompressedRtf(rtf);
  const body = unpacked ? rtfBody(unpacked) : { text: null, html: null };
  return { whole, files, text: text ?? body.text, html: html ?? body.html };
}
