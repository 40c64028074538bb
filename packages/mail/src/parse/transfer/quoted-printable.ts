import type { TransferDecoder } from './transfer-decoder.ts';

const EQUALS = 0x3d;
const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;
/** White space that is held until it is known whether a line ends behind it. */
const LONGEST_GAP = 4_096;

/**
 * Decodes quoted-printable in pieces (RFC 2045 section 6.7), line ends as they were sent. An `=` that begins nothing is
 * itself; white space before the end of a line was added on the way and goes.
 */
export class QuotedPrintableDecoder implements TransferDecoder {
  #held: Buffer = Buffer.alloc(0);
  damaged = false;

  push(bytes: Buffer): Buffer {
    return this.#decode(this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes, false);
  }

  end(): Buffer {
    return this.#decode(this.#held, true);
  }

  #decode(bytes: Buffer, last: boolean): Buffer {
    const out = Buffer.allocUnsafe(bytes.length);
    let length = 0;
    let at = 0;
    const hold = (from: number): Buffer => {
      this.#held = Buffer.from(bytes.subarray(from));
      return out.subarray(0, length);
    };
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte !== EQUALS && byte !== SPACE && byte !== TAB) {
        out[length++] = byte;
        at += 1;
        continue;
      }
      const gap = byte === EQUALS ? at + 1 : at;
      const beyond = afterGap(bytes, gap);
      const open = beyond === bytes.length || (bytes[beyond] === CR && beyond + 1 === bytes.length);
      if (open && !last && beyond - at < LONGEST_GAP) return hold(at);
      const lineEnd = bytes[beyond] === LF ? 1 : bytes[beyond] === CR && bytes[beyond + 1] === LF ? 2 : 0;
      if (byte !== EQUALS) {
        // White space within a line stays, before its end it goes.
        if (lineEnd === 0 && !(last && open)) length += bytes.copy(out, length, at, beyond);
        at = beyond;
      } else if (lineEnd > 0) at = beyond + lineEnd;
      else if (last && open) at = bytes.length;
      else {
        if (!last && at + 2 >= bytes.length) return hold(at);
        const value = hexAt(bytes, at + 1);
        this.damaged ||= value < 0;
        out[length++] = value < 0 ? EQUALS : value;
        at += value < 0 ? 1 : 3;
      }
    }
    this.#held = Buffer.alloc(0);
    return out.subarray(0, length);
  }
}

function afterGap(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] === SPACE || bytes[at] === TAB)) at += 1;
  return at;
}

function hexAt(bytes: Buffer, at: number): number {
  const high = DIGIT[bytes[at] ?? 0] as number;
  const low = DIGIT[bytes[at + 1] ?? 0] as number;
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

const DIGIT = Int8Array.from({ length: 256 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code | 0x20)),
);
for (let code = 0; code < 0x30; code += 1) DIGIT[code] = -1;
