import { decodeBytes } from '../charset/decode-bytes.ts';

/** The values of properties by their identifier; of several values the first. Strings of UTF-16 are marked by their type. */
export interface MapiProperties {
  get(tag: number): Buffer | undefined;
  isUnicode(tag: number): boolean;
}

const MOST_PROPERTIES = 5_000;
const MULTIPLE = 0x1000;
/** Sizes of the types that have one. */
const FIXED: Record<number, number> = {
  ...{ 1: 4, 2: 4, 3: 4, 4: 4, 10: 4, 11: 4 },
  ...{ 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16 },
};
const STRING_8 = 0x001e;
const UNICODE = 0x001f;
const VARIABLE = new Set([STRING_8, UNICODE, 0x0102, 0x000d]);

/** Reads a list of MAPI properties (MS-OXTNEF 2.1.3.4). Stops at what it does not know. */
export function mapiProperties(bytes: Buffer): MapiProperties {
  const values = new Map<number, { type: number; value: Buffer }>();
  const reader = new Reader(bytes);
  const count = Math.min(reader.uint32(), MOST_PROPERTIES);
  for (let n = 0; n < count && !reader.over; n += 1) {
    const type = reader.uint16();
    const id = reader.uint16();
    if (id >= 0x8000) reader.skipName();
    const value = firstValue(reader, type);
    if (value === null) break;
    if (!values.has(id)) values.set(id, { type: type & ~MULTIPLE, value });
  }
  return {
    get: (tag) => values.get(tag)?.value,
    isUnicode: (tag) => values.get(tag)?.type === UNICODE,
  };
}

/** A property of text; null when it is not there or is bytes. */
export function textProperty(properties: MapiProperties, tag: number, charset: string): string | null {
  const value = properties.get(tag);
  if (!value) return null;
  return decodeBytes(value, properties.isUnicode(tag) ? 'utf-16le' : charset).replace(/(?<!\0)\0+$/u, '');
}

function firstValue(reader: Reader, type: number): Buffer | null {
  const single = type & ~MULTIPLE;
  const size = FIXED[single];
  const many = (type & MULTIPLE) !== 0 || VARIABLE.has(single);
  if (size === undefined && !VARIABLE.has(single)) return null;
  const count = many ? reader.uint32() : 1;
  let first: Buffer | null = null;
  for (let n = 0; n < count && !reader.over; n += 1) {
    const length = size ?? reader.uint32();
    const value = reader.take(length);
    reader.take((4 - (length % 4)) % 4);
    first ??= value;
  }
  return first ?? Buffer.alloc(0);
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get over(): boolean {
    return this.#at >= this.#bytes.length;
  }

  uint16(): number {
    return this.#has(2) ? this.#bytes.readUInt16LE(this.#at - 2) : 0;
  }

  uint32(): number {
    return this.#has(4) ? this.#bytes.readUInt32LE(this.#at - 4) : 0;
  }

  take(length: number): Buffer {
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  /** A named property has its set, and a number or a name, before its value. */
  skipName(): void {
    this.take(16);
    if (this.uint32() === 0) this.take(4);
    else {
      const length = this.uint32();
      this.take(length + ((4 - (length % 4)) % 4));
    }
  }

  #has(length: number): boolean {
    this.#at += length;
    return this.#at <= this.#bytes.length;
  }
}
