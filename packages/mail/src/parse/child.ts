import { Socket } from 'node:net';
import { FRAME, type Frame, readFrames, writeFrame } from './frames.ts';
import type { ParseLimits } from './limits.ts';
import { readMessage } from './read-message.ts';

/**
 * The child in which mail is read: one message after the other from descriptor 3, which is not standard output, so that
 * nothing a library prints gets between the frames. It ends when its parent goes.
 */
const PARENT = 3;
const limits: ParseLimits = JSON.parse(process.argv[2] ?? '{}');
const socket = new Socket({ fd: PARENT, readable: true, writable: true });
socket.on('error', () => process.exit(1));

const frames = readFrames(socket);
await writeFrame(socket, FRAME.ready);
for (let first = await frames.next(); !first.done; first = await frames.next()) {
  await writeFrame(socket, FRAME.begun);
  const raw = rawOf(first.value);
  const message = await readMessage(raw, sendPart, limits);
  for await (const _ of raw);
  await writeFrame(socket, FRAME.message, Buffer.from(JSON.stringify(message)));
}
process.exit(0);

/** The raw bytes up to their end; what the reader leaves is still there for whoever reads on. */
function rawOf(first: Frame): AsyncIterable<Buffer> {
  let frame: Frame | null = first;
  let ended = false;
  const next = async (): Promise<IteratorResult<Buffer>> => {
    if (ended) return { done: true, value: undefined };
    const current = frame ?? (await nextFrame());
    frame = null;
    ended = current.type === FRAME.rawEnd;
    return ended ? { done: true, value: undefined } : { done: false, value: current.payload };
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

async function nextFrame(): Promise<Frame> {
  const { done, value } = await frames.next();
  if (done) process.exit(0);
  return value;
}

async function sendPart(content: AsyncIterable<Buffer>): Promise<void> {
  await writeFrame(socket, FRAME.partStart);
  try {
    for await (const chunk of content) await writeFrame(socket, FRAME.part, chunk);
  } catch (error) {
    await writeFrame(socket, FRAME.partCut);
    throw error;
  }
  await writeFrame(socket, FRAME.partEnd);
}
