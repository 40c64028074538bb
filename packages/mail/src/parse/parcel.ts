import { type Bytes, megabytes } from '@zaakpost/domain';

/** Largest file that is held whole to be unpacked; it lies outside the heap. */
const LARGEST = megabytes(48);

/** A file that holds others, while it comes. */
export class Parcel {
  readonly #kept: Buffer[] = [];
  readonly #most: Bytes;
  #size = 0;

  constructor(most: Bytes = LARGEST) {
    this.#most = Math.min(most, LARGEST);
  }

  /** False when it became too large; what was taken before is in `bytes`. */
  take(bytes: Buffer): boolean {
    this.#kept.push(bytes);
    this.#size += bytes.length;
    return this.#size <= this.#most;
  }

  get bytes(): Buffer {
    const whole = Buffer.concat(this.#kept);
    this.#kept.splice(0, this.#kept.length, whole);
    return whole;
  }
}
