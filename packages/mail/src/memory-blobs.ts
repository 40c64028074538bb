import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type BlobRef, type Blobs, PermanentError } from '@zaakpost/domain';

/** Blobs that live as long as a test. */
export function memoryBlobs(): Blobs & { kept: Map<string, Buffer>; keep(bytes: Uint8Array | string): BlobRef } {
  const kept = new Map<string, Buffer>();
  const keep = (bytes: Uint8Array | string): BlobRef => {
    const buffer = Buffer.from(bytes);
    const sha256 = createHash('sha256').update(buffer).digest('hex');
    kept.set(sha256, buffer);
    return { sha256, size: buffer.length };
  };
  const found = (ref: BlobRef): Buffer => {
    const bytes = kept.get(ref.sha256);
    if (!bytes) throw new PermanentError('blob-missing', { message: 'No such blob.' });
    return bytes;
  };
  return {
    kept,
    keep,
    async put(source) {
      if (source instanceof Uint8Array) return keep(source);
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) chunks.push(chunk);
      return keep(Buffer.concat(chunks));
    },
    read: async (ref) => found(ref),
    stream: (ref) => Readable.from(slices(found(ref)), { objectMode: false }),
  };
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
