import { createHash, type Hash, hash } from 'node:crypto';
import { constants } from 'node:fs';
import type { BlobRef } from '@zaakpost/domain';
import { files } from './files.ts';
import { onDisk } from './on-disk.ts';
import { firstPiece, giveBack, nextPiece } from './pieces.ts';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
/** Linux syncs with the write itself then (open(2)), which spares a small file a call. Elsewhere less is promised. */
const SYNCED_WRITES = process.platform === 'linux' ? constants.O_DSYNC : 0;

/** Pieces under way. The disk is not always as quick as who sends, and sometimes quicker. */
const MOST_WRITES = 3;

/** A new file that is being written, and hashed meanwhile. It is there once a piece of it is full. */
export class HashedFile {
  readonly #path: string;
  /** Of what has left for the disk: most files are one piece, and are hashed at once. */
  #hash: Hash | undefined;
  #file: Promise<number> | undefined;
  #piece = firstPiece();
  #held = 0;
  #size = 0;
  /** Pieces on their way to the disk, one after the other, while the next is filled. */
  #writes: Promise<void>[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes a copy: the chunk is its owner's again when this is over. */
  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#piece.length - this.#held);
      this.#piece.set(part, this.#held);
      this.#held += part.length;
      at += part.length;
      if (this.#held === this.#piece.length) await this.#writeFull();
    }
    this.#size += chunk.length;
  }

  /** Everything is on the disk when this is over. */
  async end(): Promise<BlobRef> {
    const isSmall = this.#file === undefined && this.#held > 0;
    const file = await this.#open(isSmall ? SYNCED_WRITES : 0);
    await Promise.all(this.#writes);
    const rest = this.#piece.subarray(0, this.#held);
    const written = rest.length > 0 ? writeWhole(file, rest) : undefined;
    const sha256 = this.#hash?.update(rest).digest('hex') ?? hash('sha256', rest);
    await written;
    if (!isSmall || SYNCED_WRITES === 0) await onDisk(() => files.sync(file));
    return { sha256, size: this.#size };
  }

  /** Closes it, and gives its memory back. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#writes);
    giveBack(this.#piece);
    const file = await this.#file?.catch(() => undefined);
    if (file !== undefined) files.close(file);
  }

  async #writeFull(): Promise<void> {
    if (this.#writes.length === MOST_WRITES) await this.#writes.shift();
    // First of all: where there is no memory for it, this piece still has one owner who gives it back.
    const next = nextPiece();
    const [piece, before] = [this.#piece, this.#writes.at(-1)];
    this.#hash ??= createHash('sha256');
    this.#hash.update(piece);
    const inTurn = async () => {
      await before;
      await writeWhole(await this.#open(), piece);
    };
    const write = inTurn().finally(() => giveBack(piece));
    write.catch(() => undefined);
    this.#writes.push(write);
    this.#piece = next;
    this.#held = 0;
  }

  #open(more = 0): Promise<number> {
    this.#file ??= onDisk(() => files.open(this.#path, NEW_FILE | more, 0o640));
    return this.#file;
  }
}

/** What a full disk cuts short is written again until it says so. */
async function writeWhole(file: number, bytes: Uint8Array): Promise<void> {
  await onDisk(async () => {
    for (let at = 0; at < bytes.length; ) at += (await files.write(file, bytes, at)).bytesWritten;
  });
}
