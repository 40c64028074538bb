import type { TransferDecoder } from './transfer-decoder.ts';

const ALPHABET = /[^A-Za-z0-9+/]/u;
/** A line that is held until its end is seen; a longer one is decoded in pieces. */
const LONGEST_LINE = 65_536;

/** Bytes of base64 text that may lack padding, be several pieces one after the other, or hold what is none (RFC 2045 6.8). */
export function base64Bytes(text: string): Buffer {
  const decoder = new Base64Decoder();
  const bytes = [decoder.push(Buffer.from(text, 'latin1')), decoder.end()];
  return Buffer.concat(bytes);
}

/**
 * Decodes base64 in pieces. Characters outside the alphabet are skipped; so is a line of prose that a scanner or list put
 * below, and what follows padding and is no base64 itself.
 */
export class Base64Decoder implements TransferDecoder {
  #line = '';
  #quantum = '';
  #padded = false;
  damaged = false;

  push(bytes: Buffer): Buffer {
    const text = this.#line + bytes.toString('latin1');
    const end = text.length - text.lastIndexOf('\n') - 1 > LONGEST_LINE ? text.length : text.lastIndexOf('\n') + 1;
    this.#line = text.slice(end);
    return this.#decode(text.slice(0, end));
  }

  end(): Buffer {
    const last = this.#decode(this.#line);
    this.#line = '';
    return Buffer.concat([last, this.#flush()]);
  }

  #decode(text: string): Buffer {
    const clean = text.replace(/[\r\n]+/g, '');
    const padding = clean.indexOf('=');
    if (!this.#padded && (padding === -1 || PADDING.test(clean.slice(padding)))) {
      const bytes = this.#plain(padding === -1 ? clean : clean.slice(0, padding));
      if (bytes && padding === -1) return bytes;
      if (bytes) {
        this.#padded = true;
        return Buffer.concat([bytes, this.#flush()]);
      }
    }
    const pieces: Buffer[] = [];
    for (const line of text.split('\n')) this.#oddLine(line.trim(), pieces);
    return Buffer.concat(pieces);
  }

  /** Null when something in it is no base64: then fewer bytes come out than it has room for. */
  #plain(clean: string): Buffer | null {
    if (clean.includes('-') || clean.includes('_')) return null;
    const all = this.#quantum + clean;
    const whole = all.length - (all.length % 4);
    const bytes = Buffer.from(whole === all.length ? all : all.slice(0, whole), 'base64');
    if (bytes.length * 4 !== whole * 3 || ALPHABET.test(all.slice(whole))) return null;
    this.#quantum = all.slice(whole);
    return bytes;
  }

  #oddLine(line: string, pieces: Buffer[]): void {
    if (line === '') return;
    if (this.#padded ? !WHOLE.test(line) || line.length % 4 !== 0 : PROSE.test(line)) {
      this.damaged = true;
      return;
    }
    this.#padded = false;
    const segments = line.replace(/[^A-Za-z0-9+/=]/gu, '').split(/(=+)/u);
    for (const [n, segment] of segments.entries()) {
      if (segment.startsWith('=')) {
        // What fills up nothing is no padding; programs read on over it.
        const isPadding = this.#quantum.length % 4 === 0 || this.#quantum.length + segment.length >= 4;
        if (!isPadding && segments.slice(n + 1).some(Boolean)) {
          this.damaged = true;
          continue;
        }
        pieces.push(this.#flush());
        this.#padded = true;
      } else if (segment !== '') {
        this.#padded = false;
        pieces.push(this.#plain(segment) ?? NOTHING);
      }
    }
  }

  /** What an unfinished quantum holds. */
  #flush(): Buffer {
    const bytes = Buffer.from(this.#quantum, 'base64');
    this.#quantum = '';
    return bytes;
  }
}

const NOTHING = Buffer.alloc(0);
const PADDING = /^={1,2}$/u;
const WHOLE = /^[A-Za-z0-9+/]+={0,2}$/u;
/** Words with spaces between them, and a character that base64 has not. */
const PROSE = /^(?=.*[^A-Za-z0-9+/=\s])\S+\s+\S+\s+\S/u;
