import { UU_BEGIN, uuLine } from '../transfer/uuencode.ts';

/** Text with the files that were written into it. */
export type UuPiece =
  | { type: 'text'; bytes: Buffer }
  | { type: 'open'; filename: string }
  | { type: 'data'; bytes: Buffer }
  | { type: 'close' };

const LF = 10;
const LONGEST_LINE = 2_000;
const BEGIN = /(?:^|\n)begin +[0-7]{3}/u;

/** Finds uuencoded files in text, which come as it comes (before MIME that was how files were sent). */
export class UuBlocks {
  /** A file had no end. */
  unclosed = false;
  #rest: Buffer = Buffer.alloc(0);
  #inside = false;
  #lineStart = true;
  /** A first line whose second has not come. */
  #begin: Buffer | null = null;

  push(bytes: Buffer, last = false): UuPiece[] {
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    this.#rest = Buffer.alloc(0);
    if (!this.#inside && !this.#begin && !this.#maybe(all, last)) {
      this.#lineStart = all.length === 0 ? this.#lineStart : all.at(-1) === LF;
      return all.length > 0 ? [{ type: 'text', bytes: all }] : [];
    }
    return this.#lines(all, last);
  }

  end(): UuPiece[] {
    const pieces = this.push(Buffer.alloc(0), true);
    if (this.#begin) pieces.push({ type: 'text', bytes: this.#begin });
    if (this.#inside) pieces.push({ type: 'close' });
    this.unclosed ||= this.#inside;
    return pieces;
  }

  /** Could a file begin here? What might be the start of its first line is kept for the next piece. */
  #maybe(all: Buffer, last: boolean): boolean {
    const text = all.toString('latin1');
    if (BEGIN.test(this.#lineStart ? text : `x${text}`)) return true;
    const tail = text.lastIndexOf('\n') + 1;
    const open = tail > 0 || this.#lineStart ? text.slice(tail) : '';
    if (last || open === '' || open.length > 9 || !'begin 666'.startsWith(open.slice(0, 6))) return false;
    return true;
  }

  #lines(all: Buffer, last: boolean): UuPiece[] {
    const pieces: UuPiece[] = [];
    let at = 0;
    while (at < all.length) {
      const found = all.indexOf(LF, at);
      if (found === -1 && !last && all.length - at < LONGEST_LINE) break;
      const end = found === -1 ? all.length : found + 1;
      this.#line(all.subarray(at, end), pieces);
      this.#lineStart = all[end - 1] === LF;
      at = end;
    }
    this.#rest = all.subarray(at);
    return merged(pieces);
  }

  #line(raw: Buffer, pieces: UuPiece[]): void {
    const line = this.#lineStart ? raw.toString('latin1').replace(/\r?\n$/u, '') : '';
    if (this.#inside) this.#inFile(this.#lineStart ? line : null, raw, pieces);
    else this.#inText(line, raw, pieces);
  }

  #inText(line: string, raw: Buffer, pieces: UuPiece[]): void {
    const begin = this.#begin;
    if (begin) {
      const bytes = /^end\s*$/u.test(line) ? null : uuLine(line);
      this.#begin = null;
      if (bytes) {
        const filename = UU_BEGIN.exec(begin.toString('latin1').trimEnd())?.[1] ?? '';
        pieces.push({ type: 'open', filename }, { type: 'data', bytes });
        this.#inside = true;
        return;
      }
      pieces.push({ type: 'text', bytes: begin });
    }
    if (UU_BEGIN.test(line)) this.#begin = raw;
    else pieces.push({ type: 'text', bytes: raw });
  }

  /** `line` is null for what goes on a line that was too long to be one of a file's. */
  #inFile(line: string | null, raw: Buffer, pieces: UuPiece[]): void {
    if (line !== null && /^end\s*$/u.test(line)) {
      pieces.push({ type: 'close' });
      this.#inside = false;
      return;
    }
    if (line?.trim() === '') return;
    const bytes = line === null ? null : uuLine(line);
    if (bytes) pieces.push({ type: 'data', bytes });
    else {
      // The file broke off, and the mail goes on.
      pieces.push({ type: 'close' }, { type: 'text', bytes: raw });
      this.#inside = false;
      this.unclosed = true;
    }
  }
}

/** Neighbours of one kind as one. */
function merged(pieces: UuPiece[]): UuPiece[] {
  const out: UuPiece[] = [];
  let run: Buffer[] = [];
  const close = () => {
    const last = out.at(-1);
    if (run.length > 1 && last && 'bytes' in last) last.bytes = Buffer.concat(run);
  };
  for (const piece of pieces) {
    const last = out.at(-1);
    if ('bytes' in piece && last?.type === piece.type) run.push(piece.bytes);
    else {
      close();
      out.push({ ...piece });
      run = 'bytes' in piece ? [piece.bytes] : [];
    }
  }
  close();
  return out;
}
