import { uncompressedRtf } from './compressed-rtf.ts';
import { rtfBody } from './rtf-body.ts';
import { isTnef, readTnef, type TnefFile } from './tnef.ts';

/** Largest stream that is held whole to be unpacked; it lies outside the heap. */
const LARGEST = 48 * 1_048_576;

/** What a parcel held. */
export interface TnefContent {
  whole: boolean;
  files: TnefFile[];
  text: string | null;
  html: string | null;
}

/** A `winmail.dat` while it comes. */
export class TnefParcel {
  readonly #kept: Buffer[] = [];
  #size = 0;

  /** False when it became too large; what was taken before is in `bytes`. */
  take(bytes: Buffer): boolean {
    this.#kept.push(bytes);
    this.#size += bytes.length;
    return this.#size <= LARGEST;
  }

  get bytes(): Buffer {
    const whole = Buffer.concat(this.#kept);
    this.#kept.splice(0, this.#kept.length, whole);
    return whole;
  }

  /** Null when it is none. Its body is HTML, text, or RTF with either in it. */
  content(): TnefContent | null {
    if (!isTnef(this.bytes)) return null;
    const { whole, files, text, html, rtf } = readTnef(this.bytes);
    const unpacked = rtf === null || html !== null ? null : uncompressedRtf(rtf);
    const body = unpacked ? rtfBody(unpacked) : { text: null, html: null };
    return { whole, files, text: text ?? body.text, html: html ?? body.html };
  }
}
