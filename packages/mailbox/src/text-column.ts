/** Short texts of Latin-1 behind each other in one piece of memory: a hundred thousand of them are no objects. */
export class TextColumn {
  #bytes = Buffer.alloc(4_096);
  readonly #ends: number[] = [];

  get length(): number {
    return this.#ends.length;
  }

  add(text: string): void {
    const from = this.#ends.at(-1) ?? 0;
    if (from + text.length > this.#bytes.length) this.#grow(from + text.length);
    this.#ends.push(from + this.#bytes.write(text, from, 'latin1'));
  }

  /** The text at this place; empty where there is none. */
  at(place: number): string {
    return this.#bytes.toString('latin1', place > 0 ? this.#ends[place - 1] : 0, this.#ends[place] ?? 0);
  }

  #grow(least: number): void {
    const larger = Buffer.alloc(Math.max(least, this.#bytes.length * 2));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}
