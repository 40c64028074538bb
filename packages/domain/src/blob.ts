import type { Bytes } from './duration.ts';

/** Bytes kept under their SHA-256 (64 lower-case hexadecimal digits). */
export interface BlobRef {
  sha256: string;
  size: Bytes;
}
