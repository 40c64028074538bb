import { extensionOf } from './kinds.ts';

/** How a file packs others, as far as we list it; or `closed`, with its kind, where we do not. */
export type ArchiveFormat = { packs: 'zip' | 'gzip' | 'tar' | 'rar' } | { packs: 'closed'; kind: string };

type Mark = readonly [format: 'gzip' | 'rar' | `.${string}`, bytes: string, at?: number];

/** Of those with a dot nothing is listed, and of most clamd knows one way of packing in several. */
const MARKS: readonly Mark[] = [
  ['gzip', '\x1f\x8b\x08'],
  ['rar', 'Rar!\x1a\x07'],
  ['.7z', "7z\xbc\xaf'\x1c"],
  ['.xz', '\xfd7zXZ\0'],
  ['.bz2', '1AY&SY', 4],
  ['.zst', '\x28\xb5\x2f\xfd'],
  ['.lz4', '\x04\x22\x4d\x18'],
  ['.lz', 'LZIP'],
  ['.lzo', '\x89LZO\0\r\n'],
  ['.z', '\x1f\x9d'],
  ['.cab', 'MSCF\0\0\0\0'],
  ['.ace', '**ACE**', 7],
  ['.alz', 'ALZ\x01'],
  ['.egg', 'EGGA'],
  ['.zpaq', '7kSt\xa0'],
  ['.sit', 'StuffIt'],
];

const CLOSED = new Set(
  '001 7z ace alz ar arc arj b64 bhx br bz bz2 cab cpio egg esd hqx kgb lha lz lz4 lzh lzma lzo mim pea r00 sit sitx swm tbz tbz2 tlz txz tzst uu uue vdi vmdk xar xxe xz z z01 zoo zpaq zst'.split(
    ' ',
  ),
);
const ZIP = Buffer.from('PK\x03\x04', 'latin1');

/** Whether it is a zip from its beginning. */
export const isZip = (head: Buffer): boolean => head.subarray(0, ZIP.length).equals(ZIP);

/**
 * What a file is, by its first bytes and, where these say nothing, by its name; null where it packs nothing. Programs open a
 * RAR before which something else stands, too, as in those that unpack themselves.
 */
export function archiveFormat(filename: string | null, head: Buffer): ArchiveFormat | null {
  if (isZip(head)) return { packs: 'zip' };
  if (isTar(head)) return { packs: 'tar' };
  const text = (at: number, length: number) => head.toString('latin1', at, at + length);
  const [format = ''] = MARKS.find(([, bytes, at = 0]) => text(at, bytes.length) === bytes) ?? [];
  if (format === 'gzip' || format === 'rar') return { packs: format };
  const kind = format.slice(1) || extensionOf(filename ?? '');
  return CLOSED.has(kind) || kind === 'rar' ? { packs: 'closed', kind } : null;
}

/** POSIX and GNU (`ustar`), and what came before them: there the checksum tells. */
function isTar(head: Buffer): boolean {
  if (head.length < 512) return false;
  if (head.toString('latin1', 257, 262) === 'ustar') return true;
  const said = Number.parseInt(head.toString('latin1', 148, 156), 8);
  const sum = head.subarray(0, 512).reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  return said === sum && head[0] !== 0;
}
