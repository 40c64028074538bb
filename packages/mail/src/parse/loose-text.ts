import type { MimePart } from './structure/mime-part.ts';

/** The bytes of a container before its first part, which are the text when no part comes. */
export class LooseText {
  #part: MimePart | null = null;
  #kept: Buffer[] = [];
  #left = 0;

  /** A part has begun: its container holds parts, and it may be one itself. */
  begin(part: MimePart, most: number): void {
    if (this.#part === part.parent) this.#part = null;
    if (!part.container) return;
    this.#part = part;
    this.#kept = [];
    this.#left = most;
  }

  keep(part: MimePart, bytes: Buffer): void {
    if (this.#part !== part || this.#left <= 0) return;
    this.#kept.push(bytes.subarray(0, this.#left));
    this.#left -= bytes.length;
  }

  /** What stood in a container that ends; empty where it had parts. */
  end(part: MimePart): Buffer {
    if (this.#part !== part) return Buffer.alloc(0);
    this.#part = null;
    return Buffer.concat(this.#kept);
  }
}
