const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

const LINE_START = 0;
const AFTER_DOT = 1;
const AFTER_DOT_CR = 2;
const MIDDLE = 3;
const AFTER_CR = 4;

/** A piece of a message; `rest` is there when the terminator was, and holds what came after it. */
export interface Piece {
  readonly bytes: Buffer;
  readonly rest: Buffer | undefined;
}

/**
 * Undoes the dots of RFC 5321 4.5.2, wherever packets were cut. Only CR LF begins a line and only CR LF . CR LF ends the
 * message: a CR or LF by itself is content, whatever dots are around it.
 */
export class DataDecoder {
  #state = LINE_START;
  #bare = false;

  /** Was there a CR without LF, or an LF without CR? Some servers take these for line ends, and so see other messages. */
  get bareLineEnds(): boolean {
    return this.#bare;
  }

  /** Works in place: the chunk is no longer the caller's. */
  push(chunk: Buffer): Piece {
    // A CR that was held back comes out in front of a chunk that has no room for it.
    const bytes = this.#state === AFTER_DOT_CR ? Buffer.concat([Buffer.from([CR]), chunk]) : chunk;
    let kept = 0;
    let state = this.#state;
    for (let at = bytes === chunk ? 0 : 1; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (state === LINE_START && byte === DOT) {
        state = AFTER_DOT;
        continue;
      }
      if (state === AFTER_DOT && byte === CR) {
        state = AFTER_DOT_CR;
        continue;
      }
      if (state === AFTER_DOT_CR) {
        if (byte === LF) return this.#end(bytes, kept, at + 1);
        bytes[kept++] = CR;
        state = AFTER_CR;
      }
      bytes[kept++] = byte;
      if (byte === LF) {
        if (state !== AFTER_CR) this.#bare = true;
        state = state === AFTER_CR ? LINE_START : MIDDLE;
      } else {
        if (state === AFTER_CR) this.#bare = true;
        state = byte === CR ? AFTER_CR : MIDDLE;
      }
    }
    this.#state = state;
    return { bytes: bytes.subarray(0, kept), rest: undefined };
  }

  #end(bytes: Buffer, kept: number, next: number): Piece {
    return { bytes: bytes.subarray(0, kept), rest: bytes.subarray(next) };
  }
}
