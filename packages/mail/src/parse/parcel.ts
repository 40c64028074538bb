/** Largest file that is held whole to be unpacked; it lies outside the heap. */
const LARGEST = 48 * 1_048_576;

/** A file that holds others, while it comes. */
export class Parcel {
  readonly #kept: Buffer[] = [];
  #size = 0;

  /** False when it became too large; what was taken before is in `bytes`. */
  take(bytes: Buffer): boolean {
    this.#kept.push(bytes);
    this.#size += bytes.length;
    return this.#size <= LARGEST;
  }

  get bytes(): Buffer {
    const whole = Buffer.concat(this.#kept);
    this.#kept.splice(0, this.#kept.length, whole);
    return whole;
  }
}
