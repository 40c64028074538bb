const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const NOTHING = Buffer.alloc(0);
const LINE_END = Buffer.from('\r\n');
const LINE_END_AND_DOT = Buffer.from('\r\n.');

/** A piece of a body; `rest` is there when the terminator was, and holds what the server sent after it. */
export type Piece = { bytes: Buffer; rest: Buffer | undefined };

/**
 * Turns the multi-line answer of RFC 1939 section 3 back into the bytes of the message, at whatever place the packets
 * cut it. Works in place: a chunk handed to `push` is no longer the caller's.
 */
export class Unstuffing {
  // A body begins at a line's start, as if a line had just ended. That line end is not part of it.
  #held: Buffer = LINE_END;
  #before = LINE_END.length;

  /** Takes the next bytes from the server and gives those of the message that are certain by now. */
  push(chunk: Buffer): Piece {
    const bytes = this.#afterHeld(chunk);
    this.#held = NOTHING;
    let kept = 0;
    let from = 0;
    for (;;) {
      const lineEnd = bytes.indexOf(LINE_END_AND_DOT, from);
      if (lineEnd === -1) return this.#pause(bytes, kept, from, bytes.length - undecided(bytes, from));
      const dot = lineEnd + LINE_END.length;
      const meaning = meaningOf(bytes, dot);
      if (meaning === 'unknown') return this.#pause(bytes, kept, from, lineEnd);
      kept = keep(bytes, kept, from, dot);
      if (meaning === 'terminator') return { bytes: this.#piece(bytes, kept), rest: bytes.subarray(dot + 3) };
      from = dot + 1;
    }
  }

  #afterHeld(chunk: Buffer): Buffer {
    if (this.#held.length === 0) return chunk;
    // Most messages begin with no dot: the line end before them means nothing then, and nothing is copied.
    const isPlainBeginning = this.#held === LINE_END && chunk.length > 0 && chunk[0] !== DOT;
    if (!isPlainBeginning) return Buffer.concat([this.#held, chunk]);
    this.#before = 0;
    return chunk;
  }

  #pause(bytes: Buffer, kept: number, from: number, to: number): Piece {
    if (to < bytes.length) this.#held = Buffer.from(bytes.subarray(to));
    return { bytes: this.#piece(bytes, keep(bytes, kept, from, to)), rest: undefined };
  }

  #piece(bytes: Buffer, kept: number): Buffer {
    const start = Math.min(this.#before, kept);
    this.#before -= start;
    return bytes.subarray(start, kept);
  }
}

function meaningOf(bytes: Buffer, dot: number): 'terminator' | 'stuffed' | 'unknown' {
  if (dot + 1 === bytes.length) return 'unknown';
  if (bytes[dot + 1] !== CR) return 'stuffed';
  if (dot + 2 === bytes.length) return 'unknown';
  return bytes[dot + 2] === LF ? 'terminator' : 'stuffed';
}

// How many bytes at the end may be the beginning of CRLF and a dot. Bytes before `from` belong to a line that is settled.
function undecided(bytes: Buffer, from: number): number {
  const last = bytes.length - 1;
  if (last >= from && bytes[last] === CR) return 1;
  return last > from && bytes[last] === LF && bytes[last - 1] === CR ? 2 : 0;
}

function keep(bytes: Buffer, kept: number, from: number, to: number): number {
  if (kept !== from) bytes.copyWithin(kept, from, to);
  return kept + to - from;
}
