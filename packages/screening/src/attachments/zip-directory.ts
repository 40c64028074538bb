import type { Bytes } from '@zaakpost/domain';

/** A file that a zip lists (PKWARE APPNOTE 4.3.12). */
export interface ZipEntry {
  /** With its path in the archive; control characters and what changes the direction of text are left out. */
  name: string;
  /** Names that some programs give it instead: that of the Unicode field (4.6.9), and what stands before a NUL. */
  others: readonly string[];
  /** Its name as it stands. */
  title: Buffer;
  encrypted: boolean;
  /** How it is packed (4.4.5). */
  method: number;
  /** Its bytes as they are packed. */
  packedSize: Bytes;
  /** Where its local header is, from the beginning of the zip. */
  offset: number;
}

export const END = Buffer.from('PK\x05\x06', 'latin1');
export const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const ENTRY_SIZE = 46;
const MOST_ENTRIES = 10_000;
/** Bytes of it that are looked at. */
export const LONGEST_NAME = 1_000;
const IS_ENCRYPTED = 0x01;
const IS_UTF8 = 0x800;

/**
 * The files of a zip, read from the directory at its end, of which `tail` has the last bytes; what of it lies before them is
 * not listed. Nothing is unpacked. Empty when it is no zip.
 */
export function zipEntries(tail: Buffer): ZipEntry[] {
  const end = tail.lastIndexOf(END);
  if (end < 0 || end < tail.length - END_SIZE - LONGEST_COMMENT) return [];
  const size = end + 16 <= tail.length ? tail.readUInt32LE(end + 12) : 0;
  // Of a zip64 the size stands elsewhere: then the directory is looked for.
  const start = size === 0xffffffff || size > end ? 0 : end - size;
  return entriesFrom(tail.subarray(0, end), start);
}

/** Whether a zip has more in its directory than `tail` and our limit show: what it holds is then not known. */
export function listsMore(tail: Buffer, listed: number): boolean {
  const end = tail.lastIndexOf(END);
  if (end < 0 || end + 16 > tail.length) return false;
  const size = tail.readUInt32LE(end + 12);
  return listed >= MOST_ENTRIES || (size !== 0xffffffff && size > end);
}

/**
 * Whether the end of a zip says otherwise than its directory where that begins, or how much it lists. Programs then read
 * different files in it: some believe the end, some the directory, some go through the files themselves. A zip64 says it
 * elsewhere, and no mail has room for what needs one.
 */
export function contradictsItself(tail: Buffer, { size, listed }: { size: Bytes; listed: number }): boolean {
  const end = tail.lastIndexOf(END);
  if (end < 0 || end + END_SIZE > tail.length) return true;
  const [count, length, offset] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ];
  return size - tail.length + end - length !== offset || (listed < MOST_ENTRIES && listed !== count);
}

function entriesFrom(bytes: Buffer, start: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  // What stands between two entries (a zip64 record, a lie about the size) is passed over.
  for (let at = bytes.indexOf(ENTRY, start); at >= 0 && entries.length < MOST_ENTRIES; ) {
    if (at + ENTRY_SIZE > bytes.length) break;
    const flags = bytes.readUInt16LE(at + 8);
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const title = bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + Math.min(name, LONGEST_NAME));
    const after = at + ENTRY_SIZE + name;
    entries.push({
      ...{
        name: readable(title, flags),
        others: otherNames(title, flags, bytes.subarray(after, after + extra)),
        title,
      },
      ...{ encrypted: (flags & IS_ENCRYPTED) !== 0, method: bytes.readUInt16LE(at + 10) },
      ...{ packedSize: bytes.readUInt32LE(at + 20), offset: bytes.readUInt32LE(at + 42) },
    });
    at = bytes.indexOf(ENTRY, at + ENTRY_SIZE + name + extra + comment);
  }
  return entries;
}

const readable = (title: Buffer, flags: number): string =>
  title.toString((flags & IS_UTF8) === 0 ? 'latin1' : 'utf8').replace(/[\p{Cc}\p{Cf}]/gu, '');

const UNICODE_PATH = 0x7075;
/** Version and checksum. */
const BEFORE_PATH = 5;

function otherNames(title: Buffer, flags: number, extra: Buffer): string[] {
  const nul = title.indexOf(0);
  const found = nul < 0 ? [] : [readable(title.subarray(0, nul), flags)];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== UNICODE_PATH) continue;
    const path = extra.subarray(at + 4 + BEFORE_PATH, at + 4 + extra.readUInt16LE(at + 2));
    found.push(readable(path.subarray(0, LONGEST_NAME), IS_UTF8));
  }
  return found;
}
