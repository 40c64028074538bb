const FIXED = 10;
const LONGEST_NAME = 1_000;
const HAS_EXTRA = 0x04;
const HAS_NAME = 0x08;

/** The name that a gzip says its file had (RFC 1952 section 2.3), by which some programs unpack it; null where it says none. */
export function gzipName(bytes: Buffer): string | null {
  const flags = bytes[3] ?? 0;
  if ((flags & HAS_NAME) === 0 || bytes.length < FIXED + 2) return null;
  const from = (flags & HAS_EXTRA) === 0 ? FIXED : FIXED + 2 + bytes.readUInt16LE(FIXED);
  const end = bytes.indexOf(0, from);
  const name = bytes.toString('latin1', from, Math.min(end < 0 ? bytes.length : end, from + LONGEST_NAME));
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '') || null;
}
