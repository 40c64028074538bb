const CR = 13;
const LF = 10;
const ENOUGH = 65_536;

/**
 * The bytes of a message that has line ends. Files from old Macs have CR alone: where the first 64 kB hold no LF, each CR
 * becomes one.
 */
export async function* withLineEnds(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let start: Buffer = Buffer.alloc(0);
  let decided: 'as-sent' | 'mended' | null = null;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (decided !== null) {
      yield decided === 'mended' ? mended(bytes) : bytes;
      continue;
    }
    start = start.length === 0 ? bytes : Buffer.concat([start, bytes]);
    if (start.includes(LF)) decided = 'as-sent';
    else if (start.length >= ENOUGH) decided = start.includes(CR) ? 'mended' : 'as-sent';
    if (decided !== null) yield decided === 'mended' ? mended(start) : start;
  }
  if (decided === null && start.length > 0) yield start.includes(CR) ? mended(start) : start;
}

function mended(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(CR); at !== -1; at = copy.indexOf(CR, at + 1)) copy[at] = LF;
  return copy;
}
