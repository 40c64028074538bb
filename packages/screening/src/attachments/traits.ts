import { kilobytes, megabytes } from '@zaakpost/domain';

/** What shows of a part's kind in its bytes, kept while they pass to the scanner. */
export interface Traits {
  /** The first 40 kB: an ISO image says so after 32 kB. */
  head: Buffer;
  /** The last megabyte, where a zip lists what it holds. */
  tail: Buffer;
  /** An Office file of the old format with macros (MS-OVBA section 2.2.1). */
  hasMacros: boolean;
  /** An Office file that asks for a password (MS-OFFCRYPTO section 2.3.4.4). */
  isEncryptedOffice: boolean;
}

const HEAD = kilobytes(40);
const TAIL = megabytes(1);
const MACROS = Buffer.from('_VBA_PROJECT', 'utf16le');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const OVERLAP = ENCRYPTED.length;
/** The compound file of the older Office formats (MS-CFB section 2.2). */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Whether a file begins as those of the older Office do. */
export const isOle = (head: Buffer): boolean => head.subarray(0, OLE.length).equals(OLE);

/** What shows of the kind of a file that is held whole. */
export function traitsIn(bytes: Buffer): Traits {
  const ole = isOle(bytes);
  return {
    ...{ head: bytes.subarray(0, HEAD), tail: bytes.subarray(-TAIL) },
    ...{ hasMacros: ole && bytes.includes(MACROS), isEncryptedOffice: ole && bytes.includes(ENCRYPTED) },
  };
}

/** Passes a part's bytes on and keeps what shows of its kind, in bounded memory. */
export class TraitsWatch {
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headSize = 0;
  #tailSize = 0;
  #isOle: boolean | null = null;
  #last: Buffer = Buffer.alloc(0);
  #hasMacros = false;
  #isEncryptedOffice = false;

  async *watch(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source) {
      this.#see(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      yield chunk;
    }
  }

  get traits(): Traits {
    return {
      head: Buffer.concat(this.#head),
      tail: Buffer.concat(this.#tail).subarray(-TAIL),
      hasMacros: this.#hasMacros,
      isEncryptedOffice: this.#isEncryptedOffice,
    };
  }

  #see(chunk: Buffer): void {
    if (this.#headSize < HEAD) {
      const kept = chunk.subarray(0, HEAD - this.#headSize);
      this.#head.push(kept);
      this.#headSize += kept.length;
    }
    const end = chunk.subarray(-TAIL);
    this.#tail.push(end);
    this.#tailSize += end.length;
    while (this.#tailSize - (this.#tail[0]?.length ?? 0) >= TAIL) this.#tailSize -= this.#tail.shift()?.length ?? 0;
    this.#lookInOle(chunk);
  }

  /** The names of its streams stand anywhere in the file, and may lie across two chunks. */
  #lookInOle(chunk: Buffer): void {
    if (this.#isOle === null && this.#headSize >= OLE.length) {
      this.#isOle = Buffer.concat(this.#head).subarray(0, OLE.length).equals(OLE);
    }
    if (this.#isOle === false) return;
    const joined = Buffer.concat([this.#last, chunk]);
    this.#hasMacros ||= joined.includes(MACROS);
    this.#isEncryptedOffice ||= joined.includes(ENCRYPTED);
    this.#last = joined.subarray(-OVERLAP);
  }
}
