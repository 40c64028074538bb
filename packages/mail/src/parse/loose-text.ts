import type { MimePart } from './structure/mime-part.ts';

/** Bytes after the parts of a mail that are looked at. */
const MOST_AFTER = 8_192;

/** The bytes of a container before its first part, which are the text when no part comes, and those after its last. */
export class LooseText {
  #part: MimePart | null = null;
  #kept: Buffer[] = [];
  #left = 0;
  #after: Buffer[] = [];
  #before = false;
  /** More came of it than is kept. */
  cut = false;

  /** A part has begun: its container holds parts, and it may be one itself. */
  begin(part: MimePart, most: number): void {
    if (this.#part === part.parent) {
      this.#before ||= saysSomething(Buffer.concat(this.#kept).subarray(0, MOST_AFTER));
      this.#forget();
    }
    if (!part.container) return;
    this.#forget();
    this.#part = part;
    this.#left = most;
  }

  keep(part: MimePart, bytes: Buffer): void {
    if (this.#part !== part) return;
    const kept = bytes.subarray(0, this.#left);
    this.cut ||= kept.length < bytes.length;
    this.#left -= kept.length;
    if (kept.length > 0) this.#kept.push(kept);
  }

  /** What stood in a container that ends; empty where it had parts. */
  end(part: MimePart): Buffer {
    if (this.#part !== part) return Buffer.alloc(0);
    this.#part = null;
    return Buffer.concat(this.#kept);
  }

  /** Somebody's words stood around the parts, where no program shows them. */
  get outside(): boolean {
    return this.#before || saysSomething(Buffer.concat(this.#after));
  }

  /** Bytes behind the last part of a container. */
  after(bytes: Buffer): void {
    const left = MOST_AFTER - this.#after.reduce((sum, { length }) => sum + length, 0);
    const blank = bytes.length < MOST_AFTER && bytes.toString('latin1').trim() === '';
    if (left > 0 && !blank) this.#after.push(bytes.subarray(0, left));
  }

  #forget(): void {
    this.#part = null;
    this.#kept = [];
    this.cut = false;
  }
}

/** What is no boundary that came twice, and not the sentence that tells old programs of MIME. */
function saysSomething(bytes: Buffer): boolean {
  const text = bytes
    .toString('latin1')
    .replace(/^--.*$/gmu, '')
    .trim();
  return /[a-z\x80-\xff]{2}/iu.test(text) && !(text.length < LONGEST_SENTENCE && /MIME|multi-?part/iu.test(text));
}

const LONGEST_SENTENCE = 1_000;
