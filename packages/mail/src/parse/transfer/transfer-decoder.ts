import { Base64Decoder } from './base64.ts';
import { QuotedPrintableDecoder } from './quoted-printable.ts';
import { UuDecoder } from './uuencode.ts';

/** Undoes a Content-Transfer-Encoding (RFC 2045 section 6), piece by piece. */
export interface TransferDecoder {
  push(bytes: Buffer): Buffer;
  /** What was held back. */
  end(): Buffer;
  /** Something was in it that the encoding does not have. */
  readonly damaged: boolean;
}

/** The decoder of a field's value; bytes whose encoding is unknown stay as they are. */
export function transferDecoder(encoding: string): TransferDecoder {
  const name = encoding.toLowerCase().replace(/\([^()]*\)|["'\s;,]/gu, '');
  if (/^base-?64/u.test(name)) return new Base64Decoder();
  if (/^quoted-?printable/u.test(name)) return new QuotedPrintableDecoder();
  if (/^(?:x-)?uue/u.test(name)) return new UuDecoder();
  return AS_IT_IS;
}

const NOTHING = Buffer.alloc(0);
const AS_IT_IS: TransferDecoder = { push: (bytes) => bytes, end: () => NOTHING, damaged: false };
