import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';

/** A packet as a socket gives it: alone in its memory. */
function packet(bytes: Buffer): Buffer {
  const alone = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(alone);
  return alone;
}

/** Reads everything; each time some of it, half at most, is put back. */
function drained(arrivals: Arrivals, putBack: number): Buffer {
  const pieces: Buffer[] = [];
  while (arrivals.unread > 0) {
    const taken = arrivals.take();
    const kept = Math.max(Math.ceil(taken.length / 2), taken.length - putBack);
    pieces.push(Buffer.from(taken.subarray(0, kept)));
    arrivals.putBack(taken.length - kept);
  }
  return Buffer.concat(pieces);
}

describe('Arrivals', () => {
  it('gives every byte once and in order, however it came and was read', () => {
    const packets = fc.array(fc.record({ size: fc.nat(300_000), read: fc.boolean() }), { maxLength: 12 });

    fc.assert(
      fc.property(packets, fc.nat(200_000), (plan, putBack) => {
        const arrivals = new Arrivals();
        const sent: Buffer[] = [];
        const heard: Buffer[] = [];
        for (const { size, read } of plan) {
          const bytes = randomBytes(size);
          sent.push(bytes);
          arrivals.add(packet(bytes));
          if (read) heard.push(drained(arrivals, putBack));
        }
        heard.push(drained(arrivals, putBack));

        expect(Buffer.concat(heard).equals(Buffer.concat(sent))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves what was taken alone until the next is taken, whatever comes meanwhile', () => {
    const arrivals = new Arrivals();
    const bytes = randomBytes(100_000);
    arrivals.add(packet(bytes));

    const taken = arrivals.take();
    for (let n = 0; n < 10; n += 1) arrivals.add(packet(randomBytes(60_000)));

    expect(taken.equals(bytes)).toBe(true);
  });

  it('leaves its room to whoever writes there, whatever is read before it is filled', () => {
    const arrivals = new Arrivals();
    arrivals.add(packet(randomBytes(100_000)));
    const room = arrivals.room();
    const bytes = randomBytes(room.length);
    arrivals.take();
    arrivals.take();

    bytes.copy(room);
    arrivals.filled(bytes.length);

    expect(arrivals.take().equals(bytes)).toBe(true);
  });

  it('uses the same memory for any number of bytes', () => {
    const arrivals = new Arrivals();
    const memory = new Set<ArrayBufferLike>();

    for (let n = 0; n < 1_000; n += 1) {
      arrivals.add(packet(randomBytes(16_384)));
      memory.add(arrivals.take().buffer);
    }

    expect(memory.size).toBeLessThan(4);
  });

  it('frees a packet at once, but not one that shares its memory', () => {
    const arrivals = new Arrivals();
    const alone = packet(randomBytes(1_000));
    const shared = packet(randomBytes(1_000)).subarray(0, 999);

    arrivals.add(alone);
    arrivals.add(shared);

    expect([alone.buffer.byteLength, shared.buffer.byteLength]).toEqual([0, 1_000]);
  });

  it('gives nothing when nothing came, or all was forgotten', () => {
    const arrivals = new Arrivals();
    arrivals.add(packet(randomBytes(10)));
    const taken = Buffer.from(arrivals.take());
    arrivals.add(packet(randomBytes(10)));

    arrivals.clear();

    expect([taken.length, arrivals.unread, arrivals.take().length]).toEqual([10, 0, 0]);
  });
});
