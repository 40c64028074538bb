import type { Role } from './body/role.ts';
import type { UuBlocks } from './body/uu-blocks.ts';
import type { ReadPart } from './file-part.ts';
import type { Parcel } from './parcel.ts';
import type { MimePart } from './structure/mime-part.ts';
import type { TransferDecoder } from './transfer/transfer-decoder.ts';

const LARGEST_CALENDAR = 262_144;

/** The leaf that is being read. */
export interface Leaf {
  part: MimePart;
  role: Role;
  decoder: TransferDecoder;
  /** Text, or what is kept of a calendar. */
  kept: Buffer[];
  uu: UuBlocks | null;
  /** A file that is looked into when it is whole. */
  parcel: Parcel | null;
  file: ReadPart | null;
  /** The same of a file within the text. */
  packed?: Pick<Leaf, 'part' | 'file' | 'parcel'>;
}

/** Keeps the beginning of a calendar, which is a file too. */
export function keepCalendar({ kept }: Leaf, bytes: Buffer): void {
  const have = kept.reduce((sum, { length }) => sum + length, 0);
  if (have < LARGEST_CALENDAR) kept.push(bytes.subarray(0, LARGEST_CALENDAR - have));
}
