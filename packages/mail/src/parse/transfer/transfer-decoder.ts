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

/** What undoes a value of the field; `none` for bytes that stay as they are, those of an unknown encoding too. */
export type Encoding = 'base64' | 'quoted-printable' | 'uuencode' | 'none';

/** What a value of the field means. */
export function encodingOf(value: string): Encoding {
  const name = value.toLowerCase().replace(/\([^()]*\)|["'\s;,]/gu, '');
  if (/^base-?64/u.test(name)) return 'base64';
  if (/^quoted-?printable/u.test(name)) return 'quoted-printable';
  return /^(?:x-)?uue/u.test(name) ? 'uuencode' : 'none';
}

/** The decoder of a field's value. */
export function transferDecoder(value: string): TransferDecoder {
  const encoding = encodingOf(value);
  if (encoding === 'base64') return new Base64Decoder();
  if (encoding === 'quoted-printable') return new QuotedPrintableDecoder();
  return encoding === 'uuencode' ? new UuDecoder() : AS_IT_IS;
}

const NOTHING = Buffer.alloc(0);
const AS_IT_IS: TransferDecoder = { push: (bytes) => bytes, end: () => NOTHING, damaged: false };
