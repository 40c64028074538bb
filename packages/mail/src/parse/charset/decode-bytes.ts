import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { readingOf } from './charset-name.ts';
import { fromShifted, type Shifted } from './shifted.ts';

/**
 * Text of bytes under the charset that a mail names for them, which may be missing, unknown or a lie. Bytes that cannot
 * be what they are called are read as UTF-8 and, where they are none, as Windows-1252. Never throws.
 */
export function decodeBytes(bytes: Buffer, label: string | null): string {
  const reading = readingOf(label ?? '');
  switch (reading.by) {
    case 'guess':
      return guessed(bytes);
    case 'iconv':
      return iconv.decode(bytes, reading.name);
    case 'shifted':
      return shifted(bytes, reading.name);
    case 'decoder':
      return decoded(bytes, reading.name);
  }
}

/** Is what `decodeBytes` makes of them a guess? Letters of ASCII, and UTF-8 that is well-formed, never are. */
export function isGuess(bytes: Buffer, label: string | null): boolean {
  const reading = readingOf(label ?? '');
  if (reading.by === 'shifted') return !isAscii(bytes);
  return (reading.by === 'guess' || (reading.by === 'decoder' && reading.name === 'utf-8')) && !isUtf8(bytes);
}

/** The eight-bit set that a seven-bit one is a form of. */
const EXTENDED = { hz: 'gb18030', 'iso-2022-kr': 'cp949', 'iso-2022-jp': 'euc-jp' } as const;

function shifted(bytes: Buffer, name: Shifted): string {
  if (isAscii(bytes)) return iconv.decode(fromShifted(bytes, name), EXTENDED[name]);
  return name === 'iso-2022-jp' && !isUtf8(bytes) ? iconv.decode(bytes, 'cp932') : guessed(bytes);
}

function decoded(bytes: Buffer, name: string): string {
  if (name === 'utf-8') return utf8OrElse(bytes);
  if (name.startsWith('utf-16')) return decoderOf(byteOrder(bytes, name)).decode(bytes);
  if (WESTERN.has(name) && !isAscii(bytes) && isUtf8(bytes)) return decoderOf('utf-8').decode(bytes);
  return decoderOf(name).decode(bytes);
}

/** In these a sequence that is well-formed UTF-8 is next to never text. */
const WESTERN = new Set(['iso-8859-1', 'iso-8859-15', 'windows-1252']);

/** Bytes that nobody named. */
function guessed(bytes: Buffer): string {
  if (isAscii(bytes) && bytes.includes(0x1b)) {
    if (bytes.includes('\x1b$)C')) return shifted(bytes, 'iso-2022-kr');
    if (bytes.includes('\x1b$')) return shifted(bytes, 'iso-2022-jp');
  }
  return utf8OrElse(bytes);
}

function utf8OrElse(bytes: Buffer): string {
  if (isUtf8(bytes)) return decoderOf('utf-8').decode(bytes);
  const marked = markedOrder(bytes);
  return marked ? decoderOf(marked).decode(bytes) : mixed(bytes);
}

/** The order of UTF-16 that begins with its mark. */
function markedOrder([first, second]: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** UTF-16 without a mark is told by where its NULs are; without any NUL it is something else. */
function byteOrder(bytes: Buffer, name: string): string {
  const marked = markedOrder(bytes);
  if (marked) return marked;
  const start = bytes.subarray(0, 1_000);
  const odd = start.filter((byte, at) => byte === 0 && at % 2 === 1).length;
  const even = start.filter((byte, at) => byte === 0 && at % 2 === 0).length;
  if (odd === 0 && even === 0 && isUtf8(bytes)) return 'utf-8';
  if (odd !== even) return odd > even ? 'utf-16le' : 'utf-16be';
  return name === 'utf-16' ? 'utf-16be' : name;
}

/** What is well-formed UTF-8 as such, every other byte as Windows-1252: nothing of a patched-up mail is lost. */
function mixed(bytes: Buffer): string {
  let text = '';
  let from = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceAt(bytes, at);
    if (length > 0) at += length;
    else {
      const end = strayEnd(bytes, at);
      text += bytes.toString('utf8', from, at) + decoderOf('windows-1252').decode(bytes.subarray(at, end));
      at = end;
      from = at;
    }
  }
  return text + bytes.toString('utf8', from);
}

/** Where the run of stray and plain bytes ends that begins here. */
function strayEnd(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (at < bytes.length && (Number(bytes[at]) < 0x80 || sequenceAt(bytes, at) === 0)) at += 1;
  return at;
}

/** Length of the well-formed UTF-8 character here (Unicode, table 3-7), or 0. */
function sequenceAt(bytes: Buffer, at: number): number {
  const lead = Number(bytes[at]);
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

const decoders = new Map<string, Decoder>();

type Decoder = InstanceType<typeof TextDecoder>;

function decoderOf(name: string): Decoder {
  const made = decoders.get(name) ?? new TextDecoder(name);
  decoders.set(name, made);
  return made;
}
