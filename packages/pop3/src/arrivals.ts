/** Holds what is read at once from a quick server; more is spread over several. */
const slabSize = 128 * 1024;

type Slab = { bytes: Buffer; from: number; to: number };

/**
 * Bytes that have come and wait for their reader, in a few slabs that are used again and again. Buffers of their own for
 * each packet are memory outside the heap, and every 64 MB of such have all of the heap collected.
 */
export class Arrivals {
  /** The first is being read, the last is being filled. */
  #slabs: Slab[] = [];
  #free: Slab[] = [];
  #unread = 0;

  /** Bytes that nobody has read. */
  get unread(): number {
    return this.#unread;
  }

  /** Where the next bytes are to be written. It stays the writer's, whatever is read meanwhile, until it has filled some. */
  room(): Buffer {
    const { bytes, to } = this.#withRoom();
    return bytes.subarray(to);
  }

  /** So many bytes have been written into the room. */
  filled(count: number): void {
    const last = this.#slabs.at(-1);
    if (last === undefined) return;
    last.to += count;
    this.#unread += count;
  }

  /** Takes over a packet, and gives its memory back at once where nothing else lies in it. */
  add(packet: Buffer): void {
    for (let at = 0; at < packet.length; ) {
      const copied = packet.copy(this.room(), 0, at);
      this.filled(copied);
      at += copied;
    }
    if (packet.length === packet.buffer.byteLength) (packet.buffer as ArrayBuffer).transfer(0);
  }

  /** What lies next to each other of the unread. It is the reader's until the next take, to write in as well. */
  take(): Buffer {
    this.#dropRead();
    const [slab] = this.#slabs;
    if (slab === undefined) return Buffer.alloc(0);
    const bytes = slab.bytes.subarray(slab.from, slab.to);
    slab.from = slab.to;
    this.#unread -= bytes.length;
    return bytes;
  }

  /** Makes the last bytes of what was taken unread again. */
  putBack(count: number): void {
    const [slab] = this.#slabs;
    if (slab === undefined) return;
    slab.from -= count;
    this.#unread += count;
  }

  /** Forgets everything. What a reader still holds stays as it is. */
  clear(): void {
    this.#slabs = [];
    this.#free = [];
    this.#unread = 0;
  }

  #withRoom(): Slab {
    const last = this.#slabs.at(-1);
    if (last !== undefined && last.to < last.bytes.length) return last;
    const slab = this.#free.pop() ?? { bytes: Buffer.allocUnsafeSlow(slabSize), from: 0, to: 0 };
    this.#slabs.push(slab);
    return slab;
  }

  // The reader is back, so nobody looks at what was read any more. What is not full yet is where the writer goes on.
  #dropRead(): void {
    const [slab] = this.#slabs;
    if (slab === undefined || slab.from < slab.bytes.length) return;
    slab.from = 0;
    slab.to = 0;
    this.#slabs.shift();
    this.#free.push(slab);
  }
}
