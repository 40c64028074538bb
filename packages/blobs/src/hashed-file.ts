import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { BlobRef } from '@zaakpost/domain';
import { onDisk } from './on-disk.ts';
import { firstPiece, giveBack, nextPiece } from './pieces.ts';

/** A file that is being written, and hashed meanwhile. Never more than one piece of it is held. */
export class HashedFile {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #piece = firstPiece();
  #held = 0;
  #size = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Takes a copy: the chunk is its owner's again when this is over. */
  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#piece.length - this.#held);
      this.#piece.set(part, this.#held);
      this.#held += part.length;
      at += part.length;
      if (this.#held === this.#piece.length) await this.#write();
    }
    this.#size += chunk.length;
  }

  /** Everything is on the disk. */
  async end(): Promise<BlobRef> {
    if (this.#held > 0) await this.#write();
    await onDisk(() => this.#file.sync());
    return { sha256: this.#hash.digest('hex'), size: this.#size };
  }

  /** Closes it, and gives its memory back. */
  async close(): Promise<void> {
    giveBack(this.#piece);
    await this.#file.close();
  }

  // It is no small file.
  #enlarge(): void {
    giveBack(this.#piece);
    this.#piece = nextPiece();
  }

  async #write(): Promise<void> {
    const bytes = this.#piece.subarray(0, this.#held);
    this.#hash.update(bytes);
    await onDisk(() => writeWhole(this.#file, bytes));
    if (this.#held === this.#piece.length) this.#enlarge();
    this.#held = 0;
  }
}

/** What a full disk cuts short is written again until it says so. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  const { bytesWritten } = await file.write(bytes);
  if (bytesWritten < bytes.length) await file.writeFile(bytes.subarray(bytesWritten));
}
