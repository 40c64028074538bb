const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
const WINDOW = 4_096;
const LARGEST = 8 * 1_048_576;

const START =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
  '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** Undoes the compression of RTF in mail (MS-OXRTFCP 2.2). Null when it is none or too large. */
export function uncompressedRtf(bytes: Buffer): Buffer | null {
  if (bytes.length < 16) return null;
  const size = bytes.readUInt32LE(4);
  const kind = bytes.readUInt32LE(8);
  if (size > LARGEST) return null;
  if (kind === PLAIN) return bytes.subarray(16, 16 + size);
  return kind === COMPRESSED ? inflated(bytes.subarray(16), size) : null;
}

function inflated(bytes: Buffer, size: number): Buffer {
  const out = Buffer.alloc(size);
  const window = Buffer.alloc(WINDOW, 0x20);
  window.write(START, 'latin1');
  let write = START.length;
  let length = 0;
  const put = (byte: number) => {
    if (length < size) out[length++] = byte;
    window[write] = byte;
    write = (write + 1) % WINDOW;
  };
  let at = 0;
  while (at < bytes.length && length < size) {
    const flags = bytes[at++] as number;
    for (let bit = 0; bit < 8 && at < bytes.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++] as number);
        continue;
      }
      const reference = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = reference >> 4;
      if (from === write) return out.subarray(0, length);
      for (let n = 0; n < (reference & 0xf) + 2; n += 1) put(window[(from + n) % WINDOW] as number);
    }
  }
  return out.subarray(0, length);
}
