/** What shows of a RAR without unpacking it. */
export interface RarDirectory {
  names: string[];
  /** Its list, or one of its files, asks for a password. */
  encrypted: boolean;
  /** It was read to its end: nothing else is in it. */
  whole: boolean;
}

const RAR5 = Buffer.from('Rar!\x1a\x07\x01\0', 'latin1');
const RAR4_START = 7;
const MOST_BLOCKS = 10_000;
const LONGEST_NAME = 1_000;
const RAR4 = {
  main: 0x73,
  file: 0x74,
  end: 0x7b,
  hasData: 0x8000,
  large: 0x100,
  password: 0x04,
  locked: 0x80,
} as const;
const RAR5_TYPE = { file: 2, encryption: 4, end: 5 } as const;
const RAR5_FLAG = { extra: 1, data: 2 } as const;
const RAR5_FILE = { time: 2, crc: 4 } as const;
/** The record of an encrypted file in its extra area. */
const RAR5_ENCRYPTED = 1;

/** The files of a RAR, of either format; its headers are not packed. */
export function rarDirectory(bytes: Buffer): RarDirectory {
  const found: RarDirectory = { names: [], encrypted: false, whole: false };
  try {
    if (bytes.subarray(0, RAR5.length).equals(RAR5)) readRar5(bytes, found);
    else readRar4(bytes, found);
  } catch (error) {
    // It ends in the middle of a block.
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

/** The format up to version 4: blocks of checksum, type, flags, size. */
function readRar4(bytes: Buffer, found: RarDirectory): void {
  let at = RAR4_START;
  for (let blocks = 0; blocks < MOST_BLOCKS && !found.whole; blocks += 1) {
    const type = bytes.readUInt8(at + 2);
    const flags = bytes.readUInt16LE(at + 3);
    const size = bytes.readUInt16LE(at + 5);
    if (size < 7) return;
    if (type === RAR4.main && (flags & RAR4.locked) !== 0) {
      found.encrypted = true;
      return;
    }
    if (type === RAR4.file) {
      const name = at + (flags & RAR4.large ? 40 : 32);
      found.names.push(shown(bytes.subarray(name, name + bytes.readUInt16LE(at + 26))));
      found.encrypted ||= (flags & RAR4.password) !== 0;
    }
    found.whole = type === RAR4.end;
    at += size + (flags & RAR4.hasData ? bytes.readUInt32LE(at + 7) + largePart(bytes, at, type, flags) : 0);
    found.whole ||= at === bytes.length;
  }
}

const largePart = (bytes: Buffer, at: number, type: number, flags: number): number =>
  type === RAR4.file && (flags & RAR4.large) !== 0 ? bytes.readUInt32LE(at + 32) * 2 ** 32 : 0;

/** The format since version 5: blocks of checksum, size, type, flags, and numbers of seven bits a byte. */
function readRar5(bytes: Buffer, found: RarDirectory): void {
  const reader = new Numbers(bytes, RAR5.length);
  for (let blocks = 0; blocks < MOST_BLOCKS && !found.whole; blocks += 1) {
    reader.at += 4;
    const size = reader.next();
    const end = reader.at + size;
    const [type, flags] = [reader.next(), reader.next()];
    const extra = flags & RAR5_FLAG.extra ? reader.next() : 0;
    const data = flags & RAR5_FLAG.data ? reader.next() : 0;
    if (type === RAR5_TYPE.encryption) {
      found.encrypted = true;
      return;
    }
    if (type === RAR5_TYPE.file) {
      found.names.push(rar5Name(reader));
      found.encrypted ||= extra > 0 && hasEncryption(bytes.subarray(end - extra, end));
    }
    reader.at = end + data;
    found.whole = type === RAR5_TYPE.end || reader.at === bytes.length;
  }
}

function rar5Name(reader: Numbers): string {
  const flags = reader.next();
  reader.next();
  reader.next();
  reader.at += (flags & RAR5_FILE.time ? 4 : 0) + (flags & RAR5_FILE.crc ? 4 : 0);
  reader.next();
  reader.next();
  return shown(reader.take(reader.next()));
}

function hasEncryption(extra: Buffer): boolean {
  const reader = new Numbers(extra, 0);
  while (reader.at < extra.length) {
    const size = reader.next();
    const end = reader.at + size;
    if (reader.next() === RAR5_ENCRYPTED) return true;
    reader.at = end;
  }
  return false;
}

/** @throws RangeError beyond the end, and for a number that is longer than any. */
class Numbers {
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let n = 0; n < 7; n += 1) {
      const byte = this.#bytes.readUInt8(this.at);
      this.at += 1;
      value += (byte & 0x7f) * 2 ** (7 * n);
      if (byte < 0x80) return value;
    }
    throw new RangeError('The number has no end.');
  }

  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }
}

/** Version 4 may write a name twice, in the system's letters and, behind a zero byte, packed: the first one counts. */
function shown(name: Buffer): string {
  const end = name.indexOf(0);
  const text = name.subarray(0, end < 0 ? LONGEST_NAME : Math.min(end, LONGEST_NAME)).toString('utf8');
  return text.replace(/\\/gu, '/').replace(/[\p{Cc}\p{Cf}]/gu, '');
}
