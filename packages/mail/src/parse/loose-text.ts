import type { MimePart } from './structure/mime-part.ts';

/** The bytes of a container before its first part, which are the text when no part comes. */
export class LooseText {
  #part: MimePart | null = null;
  #kept: Buffer[] = [];
  #left = 0;
  /** More came of it than is kept. */
  cut = false;

  /** A part has begun: its container holds parts, and it may be one itself. */
  begin(part: MimePart, most: number): void {
    if (this.#part === part.parent) this.#forget();
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

  #forget(): void {
    this.#part = null;
    this.#kept = [];
    this.cut = false;
  }
}
