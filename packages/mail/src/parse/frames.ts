import type { Duplex } from 'node:stream';

/** What can pass between the parser and its child. Both directions have the same frame: type, length, payload. */
export const FRAME = {
  ready: 1,
  raw: 2,
  rawEnd: 3,
  begun: 4,
  partStart: 5,
  part: 6,
  partEnd: 7,
  /** The part broke off; what came of it is no attachment. */
  partCut: 8,
  message: 9,
} as const;

export type FrameType = (typeof FRAME)[keyof typeof FRAME];

/**
 * A frame, or a slice of one: `raw` and `part` come in whatever pieces the socket gave, so that nothing is copied;
 * every other frame comes whole.
 */
export interface Frame {
  type: FrameType;
  payload: Buffer;
}

const HEADER = 5;
/** The decoded message is the largest frame that is held in memory. */
const LARGEST_WHOLE = 32 * 1_048_576;
const LARGEST = 256 * 1_048_576;

/** Writes one frame and waits while the other side is slow. Rejects when the socket is gone. */
export async function writeFrame(socket: Duplex, type: FrameType, payload: Uint8Array = EMPTY): Promise<void> {
  if (socket.destroyed) throw new Error(GONE);
  const header = Buffer.allocUnsafe(HEADER);
  header.writeUInt8(type, 0);
  header.writeUInt32BE(payload.length, 1);
  socket.cork();
  socket.write(header);
  if (payload.length > 0) socket.write(payload);
  socket.uncork();
  if (socket.writableNeedDrain && socket.writableLength > MOST_WAITING) await drained(socket);
}

const GONE = 'The other side of the parser is gone.';
const EMPTY = new Uint8Array(0);
/** What may wait in this process before the writer does: enough for both sides to work at the same time. */
const MOST_WAITING = 524_288;

function drained(socket: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      socket.off('drain', settle).off('close', settle);
      if (socket.destroyed) reject(new Error(GONE));
      else resolve();
    };
    if (socket.destroyed) settle();
    else socket.on('drain', settle).on('close', settle);
  });
}

/** Reads frames until the socket ends. @throws Error on a frame that no side of ours writes. */
export async function* readFrames(socket: AsyncIterable<Buffer>): AsyncGenerator<Frame, void> {
  const header = Buffer.alloc(HEADER);
  let have = 0;
  let left = 0;
  let whole: Buffer[] = [];
  for await (const chunk of socket) {
    let at = 0;
    while (at < chunk.length) {
      if (have < HEADER) {
        const taken = chunk.copy(header, have, at, at + HEADER - have);
        have += taken;
        at += taken;
        if (have < HEADER) break;
        left = lengthIn(header);
      }
      const slice = chunk.subarray(at, at + left);
      const type = header.readUInt8(0) as FrameType;
      at += slice.length;
      left -= slice.length;
      if (type === FRAME.raw || type === FRAME.part) {
        if (slice.length > 0) yield { type, payload: slice };
      } else if (left > 0) whole.push(slice);
      else {
        yield { type, payload: whole.length === 0 ? slice : Buffer.concat([...whole, slice]) };
        whole = [];
      }
      if (left === 0) have = 0;
    }
  }
}

function lengthIn(header: Buffer): number {
  const type = header.readUInt8(0);
  const length = header.readUInt32BE(1);
  const most = type === FRAME.raw || type === FRAME.part ? LARGEST : LARGEST_WHOLE;
  if (type < FRAME.ready || type > FRAME.message || length > most) {
    throw new Error(`A frame of type ${type} and ${length} bytes cannot be.`);
  }
  return length;
}
