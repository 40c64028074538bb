const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const ESCAPE = 0x1b;
const TILDE = 0x7e;
const LF = 0x0a;

/** Sets of seven bits that switch between ASCII and others. */
export type Shifted = 'hz' | 'iso-2022-kr' | 'iso-2022-jp';

/**
 * Bytes of HZ (RFC 1843), ISO-2022-KR (RFC 1557) or ISO-2022-JP (RFC 1468, RFC 1554, half-width kana) as their eight-bit
 * sets have them: the high bit set while shifted.
 */
export function fromShifted(bytes: Buffer, name: Shifted): Buffer {
  if (name === 'hz') return fromHz(bytes);
  return name === 'iso-2022-kr' ? fromKorean(bytes) : fromJapanese(bytes);
}

/** What stands before each character, and how many bytes one has, after an escape sequence. */
interface Shift {
  prefix: number | null;
  width: 0 | 1 | 2;
}

const ASCII: Shift = { prefix: null, width: 0 };
const SHIFTS: [string, Shift][] = [
  ['\x1b$(D', { prefix: 0x8f, width: 2 }],
  ['\x1b$(B', { prefix: null, width: 2 }],
  ['\x1b$B', { prefix: null, width: 2 }],
  ['\x1b$@', { prefix: null, width: 2 }],
  ['\x1b(I', { prefix: 0x8e, width: 1 }],
  ['\x1b(B', ASCII],
  ['\x1b(J', ASCII],
  ['\x1b(H', ASCII],
];

function fromJapanese(bytes: Buffer): Buffer {
  const out: number[] = [];
  let shift = ASCII;
  for (let at = 0; at < bytes.length; ) {
    const byte = Number(bytes[at]);
    if (byte === ESCAPE) {
      const found = SHIFTS.find(([one]) => bytes.toString('latin1', at, at + one.length) === one);
      shift = found?.[1] ?? shift;
      at += found?.[0].length ?? 1;
    } else if (byte <= 0x20 || shift.width === 0) {
      if (byte === LF) shift = ASCII;
      out.push(byte);
      at += 1;
    } else {
      if (shift.prefix !== null) out.push(shift.prefix);
      for (let n = 0; n < shift.width && at < bytes.length; n += 1) out.push(Number(bytes[at++]) | 0x80);
    }
  }
  return Buffer.from(out);
}

function fromKorean(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = Number(bytes[at]);
    if (byte === SHIFT_OUT) high = 0x80;
    else if (byte === SHIFT_IN) high = 0;
    else if (byte === ESCAPE) at += 3;
    else {
      if (byte === LF) high = 0;
      out[length++] = byte > 0x20 ? byte | high : byte;
    }
  }
  return out.subarray(0, length);
}

function fromHz(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let high = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = Number(bytes[at]);
    const next = bytes[at + 1];
    if (byte === TILDE && next === 0x7b) {
      high = 0x80;
      at += 1;
    } else if (byte === TILDE && next === 0x7d) {
      high = 0;
      at += 1;
    } else if (byte === TILDE && high === 0 && (next === TILDE || next === LF)) {
      if (next === TILDE) out[length++] = TILDE;
      at += 1;
    } else {
      if (byte === LF) high = 0;
      out[length++] = byte > 0x20 ? byte | high : byte;
    }
  }
  return out.subarray(0, length);
}
