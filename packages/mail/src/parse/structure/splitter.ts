import type { ParseLimits } from '../limits.ts';
import { Containers, type DelimiterLine } from './containers.ts';
import { HeaderBlock } from './header-block.ts';
import { withoutTail } from './line-end.ts';
import { type MimePart, mimePart } from './mime-part.ts';

/** What a message is made of, in its order. */
export type SplitEvent =
  /** A part's header is complete. Its body follows, or, in a container, its parts. */
  | { type: 'part'; part: MimePart }
  /** Bytes of a leaf as they were sent, or of a container before its first part. */
  | { type: 'body'; part: MimePart; bytes: Buffer }
  | { type: 'end'; part: MimePart }
  /** Bytes behind the last part of a container. */
  | { type: 'after'; bytes: Buffer };

const LF = 10;
const DASH = 45;
/** RFC 2046 allows 70 characters of boundary; nobody means more than this. */
const LONGEST_DELIMITER = 1_100;
const LONGEST_HEADER_LINE = 262_144;
const PART_HEADER = 131_072;

/**
 * Splits the bytes of a message into its parts as they come (RFC 2046 section 5.1). Whatever is wrong with it, every byte
 * of every leaf comes out, and it never throws: over a limit it stops, and `stopped` says why.
 */
export class Splitter {
  /** A sentence's end about the limit that was reached. */
  stopped: string | null = null;
  readonly #limits: Pick<ParseLimits, 'parts' | 'depth' | 'header'>;
  readonly #containers = new Containers();
  #events: SplitEvent[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #header: HeaderBlock | null;
  #parent: MimePart | null = null;
  /** The leaf whose body is read, or the container around the parts. */
  #current: MimePart | null = null;
  #lineStart = true;
  #parts = 0;
  /** A line whose part in the header is not known yet. */
  #oddLine: Buffer | null = null;
  /** Within a header line that is too long to keep. */
  #skipping = false;
  overflown = false;

  constructor(limits: Pick<ParseLimits, 'parts' | 'depth' | 'header'>) {
    this.#limits = limits;
    this.#header = new HeaderBlock(limits.header);
  }

  /** Containers whose closing delimiter has not come. */
  get unclosed(): boolean {
    return this.#containers.unclosed;
  }

  push(chunk: Buffer): SplitEvent[] {
    return this.#run(this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk, false);
  }

  end(): SplitEvent[] {
    const events = this.#run(this.#rest, true);
    if (this.stopped === null && this.#header) this.#open(this.#header);
    // A line that is no field and has nothing behind it is text.
    if (this.#oddLine) this.#give(this.#oddLine);
    this.#closeTo(0);
    return [...events, ...this.#taken()];
  }

  #run(bytes: Buffer, last: boolean): SplitEvent[] {
    let rest = bytes;
    for (let before = -1; rest.length > 0 && rest.length !== before && this.stopped === null; ) {
      const inHeader = this.#header !== null;
      before = rest.length;
      rest = inHeader ? this.#headerLines(rest, last) : this.#body(rest, last);
      if (inHeader !== (this.#header !== null)) before = -1;
    }
    this.#rest = this.stopped === null ? rest : Buffer.alloc(0);
    return this.#taken();
  }

  #taken(): SplitEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #headerLines(bytes: Buffer, last: boolean): Buffer {
    let at = 0;
    while (this.#header && at < bytes.length) {
      const found = bytes.indexOf(LF, at);
      if (found === -1 && !last) {
        if (bytes.length - at <= LONGEST_HEADER_LINE) return bytes.subarray(at);
        if (!this.#skipping)
          this.#header.take(bytes.toString('latin1', at, at + LONGEST_HEADER_LINE), this.#parent === null);
        this.#skipping = true;
        this.overflown = true;
        return Buffer.alloc(0);
      }
      const end = found === -1 ? bytes.length : found + 1;
      if (this.#skipping) this.#skipping = false;
      else if (!this.#headerLine(this.#header, bytes.subarray(at, end))) return this.#unread(bytes.subarray(at));
      at = end;
    }
    return bytes.subarray(at);
  }

  /** False when the line is the first of the body and has to be read again as such. */
  #headerLine(header: HeaderBlock, line: Buffer): boolean {
    const top = this.#parent === null;
    if (line[0] === DASH && line[1] === DASH && this.#containers.delimiter(textOf(line))) {
      this.#open(header);
      return false;
    }
    const before = header.undecided;
    const taken = linesOf(line.toString('latin1'))
      .map((one) => header.take(one, top))
      .at(-1);
    if (taken === 'body') {
      this.#open(header);
      return false;
    }
    if (taken === 'end') this.#open(header);
    // Empty lines may follow it before it is decided.
    if (header.undecided) this.#oddLine ??= line;
    else if (before) this.#oddLine = null;
    return true;
  }

  /** What was taken for a header's and is the body's. */
  #unread(bytes: Buffer): Buffer {
    const odd = this.#oddLine;
    this.#oddLine = null;
    this.#lineStart = true;
    return odd ? Buffer.concat([odd, bytes]) : bytes;
  }

  #open(header: HeaderBlock): void {
    this.#header = null;
    this.overflown ||= header.overflown;
    const part = mimePart(header.fields, this.#parent);
    this.#parts += 1;
    if (part.depth > this.#limits.depth) this.stopped = `nested deeper than ${this.#limits.depth} levels`;
    else if (this.#parts > this.#limits.parts) this.stopped = `more than ${this.#limits.parts} parts`;
    if (this.stopped !== null) return;
    this.#events.push({ type: 'part', part });
    this.#current = part;
    this.#lineStart = true;
    if (part.container) this.#containers.enter(part);
  }

  #body(bytes: Buffer, last: boolean): Buffer {
    if (this.#containers.none) {
      this.#give(bytes);
      return bytes.subarray(bytes.length);
    }
    let line = this.#firstCandidate(bytes);
    while (line !== -1) {
      const from = delimiterFrom(bytes, line);
      const found = bytes.indexOf(LF, line);
      if (found === -1 && !last && bytes.length - line <= LONGEST_DELIMITER) return this.#wait(bytes, from, line);
      const end = found === -1 ? bytes.length : found + 1;
      if (end - line <= LONGEST_DELIMITER) {
        const text = textOf(bytes.subarray(line, end));
        const delimiter = this.#containers.delimiter(text) ?? this.#adopted(text, bytes, end, last);
        if (delimiter === 'later') return this.#wait(bytes, from, line);
        if (delimiter) {
          this.#give(bytes.subarray(0, from));
          this.#cross(delimiter);
          return bytes.subarray(end);
        }
      }
      line = nextCandidate(bytes, line);
    }
    const kept = last ? 0 : possibleStart(bytes, this.#lineStart);
    const whole = bytes.length - kept;
    if (whole > 0) {
      this.#give(bytes.subarray(0, whole));
      this.#lineStart = false;
    }
    return bytes.subarray(whole);
  }

  #firstCandidate(bytes: Buffer): number {
    return this.#lineStart && bytes[0] === DASH && bytes[1] === DASH ? 0 : nextCandidate(bytes, -1);
  }

  #wait(bytes: Buffer, from: number, line: number): Buffer {
    this.#give(bytes.subarray(0, from));
    this.#lineStart = from === line && (from > 0 || this.#lineStart);
    return bytes.subarray(from);
  }

  /** A container whose own boundary has not come takes another that clearly begins a part. */
  #adopted(text: string, bytes: Buffer, end: number, last: boolean): DelimiterLine | 'later' | null {
    if (!this.#current || !this.#containers.mayAdopt(this.#current, text)) return null;
    if (bytes.length - end < 8 && !last) return 'later';
    if (!/^content-/iu.test(bytes.toString('latin1', end, end + 8))) return null;
    return this.#containers.adopt(text);
  }

  #cross({ level, closing }: DelimiterLine): void {
    this.#closeTo(level + 1);
    const container = this.#containers.crossed(level, closing);
    this.#current = container;
    this.#lineStart = true;
    if (closing) return;
    this.#parent = container;
    this.#header = new HeaderBlock(Math.min(this.#limits.header, PART_HEADER));
  }

  /** Ends the leaf, and the containers from `level` on. */
  #closeTo(level: number): void {
    if (this.#current && !this.#current.container) this.#events.push({ type: 'end', part: this.#current });
    this.#current = null;
    for (const part of this.#containers.leave(level)) this.#events.push({ type: 'end', part });
  }

  #give(bytes: Buffer): void {
    const part = this.#current;
    if (bytes.length === 0 || !part) return;
    if (!part.container || this.#containers.beforeParts(part)) this.#events.push({ type: 'body', part, bytes });
    else this.#events.push({ type: 'after', bytes });
  }
}

const textOf = (line: Buffer): string => withoutTail(line.toString('latin1', 2));

/** A bare CR ends a line of a header where a field or a continuation follows it. */
const linesOf = (line: string): string[] =>
  line.indexOf('\r') < line.length - 2 && line.includes('\r') ? line.split(/\r(?=[ \t]|[\w-]{1,80}:)/u) : [line];

/** The next line that begins with two dashes. */
function nextCandidate(bytes: Buffer, after: number): number {
  const found = bytes.indexOf('\n--', Math.max(0, after), 'latin1');
  return found === -1 ? -1 : found + 1;
}

/** The line end before a delimiter belongs to it. */
function delimiterFrom(bytes: Buffer, line: number): number {
  if (line === 0) return 0;
  return bytes[line - 2] === 13 ? line - 2 : line - 1;
}

/** How many bytes at the end might be the beginning of a delimiter. */
function possibleStart(bytes: Buffer, lineStart: boolean): number {
  if (lineStart && bytes.length === 1 && bytes[0] === DASH) return 1;
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 3));
  return /\r?\n-?$|\r$/u.exec(tail)?.[0].length ?? 0;
}
