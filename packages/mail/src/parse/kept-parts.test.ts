import { type BlobRef, kilobytes } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { KeptParts } from './kept-parts.ts';

async function* of(...chunks: string[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** A keeper that is done with a part only when it is told so. */
function slowKeeper() {
  const taken: string[] = [];
  const done: (() => void)[] = [];
  const keep = async (content: AsyncIterable<Buffer>): Promise<BlobRef> => {
    let text = '';
    for await (const chunk of content) text += chunk.toString();
    taken.push(text);
    await new Promise<void>((resolve) => done.push(resolve));
    return { sha256: text.slice(0, 8), size: text.length };
  };
  return { keep, taken, done };
}

test('small parts are kept at the same time, and stay in the order in which they came', async () => {
  const keeper = slowKeeper();
  const parts = new KeptParts(keeper.keep);

  await parts.take(of('een', ' twee'));
  await parts.take(of('drie'));
  await parts.take(of());
  await expect.poll(() => keeper.taken).toEqual(['een twee', 'drie', '']);
  for (const done of keeper.done.toReversed()) done();

  expect(await parts.all()).toEqual([
    { sha256: 'een twee', size: 8 },
    { sha256: 'drie', size: 4 },
    { sha256: '', size: 0 },
  ]);
});

test('no more than some are under way, so that memory is bounded', async () => {
  const keeper = slowKeeper();
  const parts = new KeptParts(keeper.keep);
  const all = (async () => {
    for (let n = 0; n < 40; n += 1) await parts.take(of(`${n}`));
  })();

  await expect.poll(() => keeper.taken.length).toBe(16);
  keeper.done[0]?.();
  await expect.poll(() => keeper.taken.length).toBe(17);
  for (let n = 1; n < 40; n += 1) (await until(() => keeper.done[n]))();
  await all;

  expect(await parts.all()).toHaveLength(40);
});

const until = (look: () => (() => void) | undefined) =>
  expect
    .poll(look)
    .toBeDefined()
    .then(() => look() as () => void);

test('a large part is streamed, and waited for', async () => {
  const piece = 'x'.repeat(kilobytes(100));
  const sizes: number[] = [];
  const parts = new KeptParts(async (content) => {
    for await (const chunk of content) sizes.push(chunk.length);
    return { sha256: 'a', size: 0 };
  });

  await parts.take(of(piece, piece, piece));

  expect(sizes).toEqual([kilobytes(100), kilobytes(100), kilobytes(100)]);
});

test('a part that breaks off is not kept, and those before it are', async () => {
  const parts = new KeptParts(async () => ({ sha256: 'a', size: 0 }));
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('cut');
  }

  await parts.take(of('heel'));
  await expect(parts.take(broken())).rejects.toThrow('cut');

  expect(await parts.all()).toHaveLength(1);
});

test('a fault of the keeper comes out with the next part or at the end, whichever is first', async () => {
  const failing = () => new KeptParts(async () => Promise.reject(new Error('the store is full')));
  const [next, end] = [failing(), failing()];

  await next.take(of('een'));
  await next.settled();
  await end.take(of('een'));

  await expect(next.take(of('twee'))).rejects.toThrow('full');
  await expect(end.all()).rejects.toThrow('full');
});
