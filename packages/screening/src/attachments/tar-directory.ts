/** A file in a tar. */
export interface TarEntry {
  name: string;
  bytes: Buffer;
}

const BLOCK = 512;
const MOST_ENTRIES = 10_000;
const LONGEST_NAME = 1_000;
const LONG_NAME = 'L';
const EXTENDED = 'x';
/** Links, devices, folders, pipes, and what tells of others; what is none of these is unpacked as a file. */
const NO_FILE = new Set('123456DKMNVgx'.split(''));

/** The files of a tar (POSIX ustar and pax, GNU long names). `whole` where it was read to its end. */
export function tarEntries(bytes: Buffer): { entries: TarEntry[]; whole: boolean } {
  const entries: TarEntry[] = [];
  let named: string | null = null;
  let at = 0;
  while (at + BLOCK <= bytes.length && entries.length < MOST_ENTRIES) {
    const header = bytes.subarray(at, at + BLOCK);
    // Some programs read on behind an end that is none.
    if (isEmpty(header)) return { entries, whole: isEmpty(bytes.subarray(at)) };
    const size = Number.parseInt(text(header, 124, 136).trim() || '0', 8);
    // A size that is no number, or in the base of 256 that is for more than 8 GB.
    if (!Number.isSafeInteger(size) || size < 0) return { entries, whole: false };
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === LONG_NAME) named = text(content, 0, content.length);
    else if (type === EXTENDED) named = paxPath(content) ?? named;
    else {
      if (!NO_FILE.has(type)) entries.push({ name: readable(named ?? ustarName(header)), bytes: content });
      named = null;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return { entries, whole: at === bytes.length };
}

function ustarName(header: Buffer): string {
  const prefix = text(header, 257, 262) === 'ustar' ? text(header, 345, 500) : '';
  return `${prefix}${prefix && '/'}${text(header, 0, 100)}`;
}

/** The last counts. */
const paxPath = (content: Buffer): string | null =>
  [...content.toString('utf8', 0, 65_536).matchAll(/(?:^|\n)\d+ path=([^\n]+)(?=\n)/gu)].at(-1)?.[1] ?? null;

function isEmpty(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += NOTHING.length) {
    const piece = bytes.subarray(at, at + NOTHING.length);
    if (!piece.equals(NOTHING.subarray(0, piece.length))) return false;
  }
  return true;
}

const NOTHING = Buffer.alloc(65_536);

function text(bytes: Buffer, from: number, to: number): string {
  const end = bytes.indexOf(0, from);
  return bytes.toString('utf8', from, end < from || end > to ? to : end);
}

const readable = (name: string): string => name.slice(0, LONGEST_NAME).replace(/[\p{Cc}\p{Cf}]/gu, '');
