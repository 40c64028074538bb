import { kilobytes } from '@zaakpost/domain';

/** Most mails are smaller, and many are under way at a time. */
const FIRST = kilobytes(64);
/** Of a large file; each write costs the process as much as copying a hundred kilobytes. */
const NEXT = kilobytes(256);
/** Kept for the next files: as many as are written at a time while a mailbox is fetched, and a few large ones. */
const MOST_KEPT = { [FIRST]: 64, [NEXT]: 8 };

const kept: Record<number, Buffer[]> = { [FIRST]: [], [NEXT]: [] };

/** Memory to gather the first bytes of a file in before they are written. It is given back with `giveBack`. */
export const firstPiece = (): Buffer => take(FIRST);

/** The same for the bytes after these. */
export const nextPiece = (): Buffer => take(NEXT);

/** Its bytes are on their way to the disk no more. */
export function giveBack(piece: Buffer): void {
  const alike = kept[piece.length];
  if (alike && alike.length < (MOST_KEPT[piece.length] ?? 0)) alike.push(piece);
}

const take = (size: number): Buffer => kept[size]?.pop() ?? Buffer.allocUnsafeSlow(size);
