/**
 * mbox (RFC 4155): mails one behind the other, each behind a line `From address date`. Such a line within a mail is
 * quoted with `>`: in mboxo only `From `, in mboxrd `>From ` too, so that taking one `>` off is exact. Only a line after an
 * empty one counts, and when the first one of a file has a date, only lines that have one.
 */

/** A piece of a mail. `begins`: it is the first of its mail. */
export interface MboxPiece {
  begins: boolean;
  bytes: Buffer;
}

const FROM = Buffer.from('From ');
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x3e;
/** Of a line, what is needed to know whether it separates. Longer ones are taken in pieces. */
const LONGEST_LINE = 65_536;
const DATED = /\b\d{1,2}:\d{2}(?::\d{2})?\b.*\b(?:19|20)\d{2}\b/u;

/** Does a file that begins so hold mails behind `From ` lines? */
export const isMbox = (beginning: Buffer): boolean => beginning.subarray(0, FROM.length).equals(FROM);

/** The mails in an mbox, unquoted, without the lines between them. Memory is that of a chunk or two. */
export async function* mboxPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<MboxPiece, void> {
  const splitter = new Splitter();
  for await (const chunk of chunks) yield* splitter.take(chunk);
  yield* splitter.end();
}

class Splitter {
  #carry: Buffer = Buffer.alloc(0);
  #lineBegins = true;
  /** The last line was empty, or there was none: a separator may follow. */
  #mayBegin = true;
  /** The end of the last line when that was empty: it belongs to the separator, if one follows. */
  #held: Buffer = Buffer.alloc(0);
  #begins = false;
  #dated: boolean | null = null;

  *take(chunk: Buffer): Generator<MboxPiece, void> {
    this.#carry = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const whole = this.#carry.lastIndexOf(LF) + 1;
    if (whole > 0) yield* this.#lines(whole);
    if (this.#carry.length > LONGEST_LINE) yield* this.#lines(this.#carry.length);
  }

  /** A file that ends in an empty line had it before the separator that did not come. */
  *end(): Generator<MboxPiece, void> {
    if (this.#carry.length > 0) yield* this.#lines(this.#carry.length);
    if (this.#begins) yield this.#piece(Buffer.alloc(0));
  }

  /** The first `length` bytes of the carry: whole lines, or a part of one that is too long. */
  *#lines(length: number): Generator<MboxPiece, void> {
    const bytes = this.#carry.subarray(0, length);
    let done = 0;
    for (let at = bytes.indexOf(FROM); at !== -1; at = bytes.indexOf(FROM, at + 1)) {
      let line = at;
      while (line > done && bytes[line - 1] === QUOTE) line -= 1;
      if (line === 0 ? !this.#lineBegins : bytes[line - 1] !== LF) continue;
      if (line < at) {
        yield* this.#emit(bytes.subarray(done, line), done > 0 || this.#lineBegins);
        done = line + 1;
      } else if (this.#separates(bytes, line)) {
        yield* this.#emit(bytes.subarray(done, line), done > 0 || this.#lineBegins);
        if (this.#begins) yield this.#piece(Buffer.alloc(0));
        this.#held = Buffer.alloc(0);
        const end = bytes.indexOf(LF, at);
        done = end === -1 ? length : end + 1;
        this.#begins = true;
        this.#mayBegin = false;
      }
    }
    yield* this.#emit(bytes.subarray(done, length), done > 0 || this.#lineBegins);
    this.#lineBegins = length > 0 && bytes[length - 1] === LF;
    this.#carry = this.#carry.subarray(length);
  }

  #separates(bytes: Buffer, line: number): boolean {
    if (!(line === 0 ? this.#mayBegin : isBlank(bytes.subarray(0, line), this.#lineBegins))) return false;
    const end = bytes.indexOf(LF, line);
    const text = bytes.toString('latin1', line, Math.min(end === -1 ? bytes.length : end, line + 1_000));
    this.#dated ??= DATED.test(text);
    return !this.#dated || DATED.test(text);
  }

  *#emit(bytes: Buffer, lineBegins: boolean): Generator<MboxPiece, void> {
    if (bytes.length === 0) return;
    const body = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const blank = isBlank(body, lineBegins);
    const keep = blank ? body.length - (body.at(-2) === CR ? 2 : 1) : body.length;
    this.#held = body.subarray(keep);
    this.#mayBegin = blank;
    if (keep > 0) yield this.#piece(body.subarray(0, keep));
  }

  #piece(bytes: Buffer): MboxPiece {
    const begins = this.#begins;
    this.#begins = false;
    return { begins, bytes };
  }
}

/** Does it end in an empty line? `lineBegins`: its first byte is the first of a line. */
function isBlank(bytes: Buffer, lineBegins: boolean): boolean {
  if (bytes.at(-1) !== LF) return false;
  const at = bytes.length - (bytes.at(-2) === CR ? 2 : 1);
  return at === 0 ? lineBegins : bytes[at - 1] === LF;
}
