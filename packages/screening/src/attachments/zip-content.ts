import { constants, inflateRawSync } from 'node:zlib';
import { kilobytes, megabytes } from '@zaakpost/domain';
import { END, END_SIZE, LONGEST_NAME, type ZipEntry } from './zip-directory.ts';

/** Of a zip: what clamd unpacks, too (libclamav, unzip.c); of the others we see nothing. */
export const METHODS = { stored: 0, deflated: 8, others: new Set([6, 9, 12]) } as const;

const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const LOCAL_SIZE = 30;
/** Of a disk image the first thing that tells it stands after 32 kB of nothing, which is packed into a few bytes. */
const BEGINNING = { stored: kilobytes(40), deflated: kilobytes(1) } as const;
const MOST_INFLATED = megabytes(2);

/** The packed bytes of a file in a zip; null where they are not where the directory says. */
export function packedBytes(zip: Buffer, { offset, packedSize }: ZipEntry): Buffer | null {
  const at = localHeader(zip, offset);
  if (at === null) return null;
  const from = at + LOCAL_SIZE + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  return from + packedSize > zip.length ? null : zip.subarray(from, from + packedSize);
}

/** Whether a file has another name where it lies than in the directory: programs differ in which they take. */
export const namesDiffer = (zip: Buffer, entries: readonly ZipEntry[]): boolean =>
  entries.some(({ title, offset }) => {
    const at = localHeader(zip, offset);
    if (at === null) return false;
    const from = at + LOCAL_SIZE;
    return !zip.subarray(from, from + Math.min(zip.readUInt16LE(at + 26), LONGEST_NAME)).equals(title);
  });

function localHeader(zip: Buffer, offset: number): number | null {
  const end = zip.lastIndexOf(END);
  if (end < 0 || end + END_SIZE > zip.length) return null;
  // What stands before the zip shifts everything (a program that unpacks itself).
  const at = offset + end - zip.readUInt32LE(end + 12) - zip.readUInt32LE(end + 16);
  if (at < 0 || at + LOCAL_SIZE > zip.length || !zip.subarray(at, at + LOCAL.length).equals(LOCAL)) return null;
  return at;
}

/** What a file in a zip begins with; null where that cannot be unpacked. */
export function beginningOf(zip: Buffer, entry: ZipEntry): Buffer | null {
  const packed = packedBytes(zip, entry);
  if (packed === null || entry.method === METHODS.stored) return packed?.subarray(0, BEGINNING.stored) ?? null;
  if (entry.method !== METHODS.deflated) return null;
  try {
    // Cut off: what there is of it is given all the same.
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_INFLATED };
    return inflateRawSync(packed.subarray(0, BEGINNING.deflated), options);
  } catch {
    return null;
  }
}
