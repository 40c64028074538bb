import type { TransferDecoder } from './transfer-decoder.ts';

/** `begin 644 name`, the first line of a block (POSIX `uuencode`). */
export const UU_BEGIN = /^begin +[0-7]{3,6} +(\S.{0,500}?)\s*$/u;
const LONGEST_LINE = 4_096;

/** Bytes of one line of a block, or null for a line that is none. A line may have lost its spaces at the end. */
export function uuLine(line: string): Buffer | null {
  const bare = line.replace(/\r$/u, '');
  const count = (bare.charCodeAt(0) - 0x20) & 0x3f;
  const wanted = Math.ceil(count / 3) * 4;
  if (bare === '' || !UU_LINE.test(bare) || bare.length - 1 > wanted + 4) return null;
  const short = wanted - (bare.length - 1);
  if (short > 0 && count === 0) return null;
  if (short > 8) return null;
  const out = Buffer.alloc((wanted / 4) * 3);
  for (let group = 0; group < wanted / 4; group += 1) {
    const [a, b, c, d] = [0, 1, 2, 3].map((n) => sextet(bare, 1 + group * 4 + n)) as [number, number, number, number];
    out.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, group * 3, 3);
  }
  return out.subarray(0, count);
}

const UU_LINE = /^[\x20-\x60]+$/u;

const sextet = (line: string, at: number): number => (at < line.length ? (line.charCodeAt(at) - 0x20) & 0x3f : 0);

/** Undoes `Content-Transfer-Encoding: x-uuencode`. */
export class UuDecoder implements TransferDecoder {
  #line = '';
  #inside = false;
  damaged = false;

  push(bytes: Buffer): Buffer {
    const lines = (this.#line + bytes.toString('latin1')).split('\n');
    this.#line = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    return Buffer.concat(lines.map((line) => this.#decode(line)));
  }

  end(): Buffer {
    const last = this.#decode(this.#line);
    this.#line = '';
    return last;
  }

  #decode(line: string): Buffer {
    if (!this.#inside) {
      this.#inside = UU_BEGIN.test(line);
      this.damaged ||= !this.#inside && line.trim() !== '';
    } else if (/^end\s*$/u.test(line)) this.#inside = false;
    else {
      const bytes = uuLine(line);
      this.damaged ||= bytes === null && line.trim() !== '';
      return bytes ?? Buffer.alloc(0);
    }
    return Buffer.alloc(0);
  }
}
