/** Where an element lies: its tag, its content, and where the next one begins. */
interface Element {
  tag: number;
  from: number;
  to: number;
  next: number;
}

const SEQUENCE = 0x30;
const CONTENT = 0xa0;
const OCTETS = 0x04;
const OCTETS_IN_PIECES = 0x24;
const CONSTRUCTED = 0x20;
const DEEPEST = 16;
const MOST_ELEMENTS = 300_000;
/** 1.2.840.113549.1.7.2, `signedData`. */
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
/** 1.2.840.113549.1.9.16.1.9, `compressedData` (RFC 3274). */
const COMPRESSED_DATA = Buffer.from('2a864886f70d0109100109', 'hex');

/**
 * What an opaque signature was put on (CMS `SignedData`, RFC 5652 section 5.1), unverified. Null when the bytes are no such
 * thing, or hold nothing but signatures.
 */
export function signedContent(bytes: Buffer): Buffer | null {
  const ber = new Ber(bytes);
  const [type, content] = ber.children(ber.element(0, bytes.length), SEQUENCE);
  if (!type || !bytes.subarray(type.from, type.to).equals(SIGNED_DATA)) return null;
  const signed = ber.children(ber.children(content, CONTENT)[0], SEQUENCE);
  const encapsulated = ber.children(signed[2], SEQUENCE);
  return ber.octets(ber.children(encapsulated[1], CONTENT)[0]);
}

/** Is it content that was only packed, and could be read? */
export function isCompressed(bytes: Buffer): boolean {
  const ber = new Ber(bytes);
  const [type] = ber.children(ber.element(0, bytes.length), SEQUENCE);
  return type !== undefined && bytes.subarray(type.from, type.to).equals(COMPRESSED_DATA);
}

/** Reads BER (X.690 section 8.1) in bounds, elements without a length among it. */
class Ber {
  readonly #bytes: Buffer;
  #left = MOST_ELEMENTS;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The elements within one of this tag; none within any other. */
  children(element: Element | null | undefined, tag: number): Element[] {
    return element?.tag === tag ? this.#within(element) : [];
  }

  octets(element: Element | null | undefined, depth = 0): Buffer | null {
    if (element?.tag === OCTETS) return this.#bytes.subarray(element.from, element.to);
    if (element?.tag !== OCTETS_IN_PIECES || depth > DEEPEST) return null;
    const pieces = this.#within(element).map((piece) => this.octets(piece, depth + 1));
    return Buffer.concat(pieces.filter((piece) => piece !== null));
  }

  element(at: number, end: number, depth = 0): Element | null {
    this.#left -= 1;
    if (this.#left < 0 || depth > DEEPEST || at + 2 > end) return null;
    const tag = Number(this.#bytes[at]);
    const first = Number(this.#bytes[at + 1]);
    if (tag === 0 && first === 0) return null;
    if (first === 0x80) return (tag & CONSTRUCTED) === 0 ? null : this.#openEnded(tag, at + 2, end, depth);
    const size = first < 0x80 ? 0 : first & 0x7f;
    if (size > 4 || at + 2 + size > end) return null;
    const from = at + 2 + size;
    const to = Math.min(from + (size === 0 ? first : this.#bytes.readUIntBE(at + 2, size)), end);
    return { tag, from, to, next: to };
  }

  /** One without a length ends at two NULs, which are found by reading what is in it. */
  #openEnded(tag: number, from: number, end: number, depth: number): Element {
    const last = this.#each(from, end, depth + 1).at(-1);
    const to = last?.next ?? from;
    return { tag, from, to, next: Math.min(to + 2, end) };
  }

  #within({ from, to }: Element): Element[] {
    return this.#each(from, to, 1);
  }

  #each(from: number, to: number, depth: number): Element[] {
    const found: Element[] = [];
    for (let child = this.element(from, to, depth); child; child = this.element(child.next, to, depth))
      found.push(child);
    return found;
  }
}
