import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { FRAME, readFrames, writeFrame } from './frames.ts';

async function framesIn(chunks: Buffer[]) {
  const frames: [number, string][] = [];
  const source = (async function* () {
    yield* chunks;
  })();
  for await (const { type, payload } of readFrames(source)) frames.push([type, payload.toString('latin1')]);
  return frames;
}

async function written(): Promise<Buffer> {
  const pipe = new PassThrough();
  await writeFrame(pipe, FRAME.partStart);
  await writeFrame(pipe, FRAME.part, Buffer.from([0, 255, 10, 13]));
  await writeFrame(pipe, FRAME.message, Buffer.from('{"a":1}'));
  pipe.end();
  return Buffer.concat(await pipe.toArray());
}

test('frames come out as they went in at every cut of the bytes', async () => {
  const bytes = await written();

  for (let cut = 1; cut < bytes.length; cut += 1) {
    const frames = await framesIn([bytes.subarray(0, cut), bytes.subarray(cut)]);
    const part = frames.filter(([type]) => type === FRAME.part).map(([, payload]) => payload);
    expect(part.join('')).toBe('\0\xff\n\r');
    expect(frames.filter(([type]) => type !== FRAME.part)).toEqual([
      [FRAME.partStart, ''],
      [FRAME.message, '{"a":1}'],
    ]);
  }
});

test('a frame that cannot be ends the reading', async () => {
  await expect(framesIn([Buffer.from([99, 0, 0, 0, 1, 0])])).rejects.toThrow('cannot be');
  await expect(framesIn([Buffer.from([FRAME.message, 255, 255, 255, 255])])).rejects.toThrow('cannot be');
});
