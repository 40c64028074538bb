import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { PermanentError } from '@zaakpost/domain';
import { withTemporaryFolder } from '@zaakpost/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filesBelow, fixtures, withBlobs } from './folder-blobs.fixture.ts';
import { folderBlobs } from './folder-blobs.ts';

async function* inChunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('the blob folder', () => {
  it('gives back what was put in, whole or as a stream, however it was cut', () =>
    withBlobs(async ({ blobs }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 700_000 }),
          fc.integer({ min: 1, max: 100_000 }),
          async (size, cut) => {
            const bytes = randomBytes(size);

            const ref = await blobs.put(inChunks(bytes, cut));

            expect(ref.size).toBe(size);
            expect((await blobs.read(ref)).equals(bytes)).toBe(true);
            expect((await buffer(blobs.stream(ref))).equals(bytes)).toBe(true);
          },
        ),
        {
          numRuns: 20,
          examples: [
            [0, 1],
            [65_536, 65_536],
            [262_144, 1_000],
          ],
        },
      );
    }));

  it('stores equal bytes once, even when many put them at the same moment, and notes each put', () =>
    withBlobs(async ({ dir, blobs, noted }) => {
      const bytes = randomBytes(5_000);

      const refs = await Promise.all(Array.from({ length: 20 }, () => blobs.put(bytes)));

      expect(new Set(refs.map(({ sha256 }) => sha256)).size).toBe(1);
      expect(await filesBelow(dir)).toHaveLength(1);
      expect(noted).toHaveLength(20);
    }));

  it('leaves nothing of a source that fails, and throws what it threw', () =>
    withBlobs(async ({ dir, blobs, noted }) => {
      const broken = async function* () {
        yield randomBytes(300_000);
        throw new Error('the connection broke');
      };

      await expect(blobs.put(broken())).rejects.toThrow('the connection broke');

      expect(await filesBelow(dir)).toEqual([]);
      expect(noted).toEqual([]);
    }));

  it('leaves a source that keeps it waiting when the signal comes', () =>
    withBlobs(async ({ dir, blobs }) => {
      const stop = new AbortController();
      const hanging = async function* () {
        yield randomBytes(10);
        stop.abort(new Error('time is up'));
        await new Promise<void>(() => undefined);
      };

      await expect(blobs.put(hanging(), { signal: stop.signal })).rejects.toThrow('time is up');

      expect(await filesBelow(dir)).toEqual([]);
    }));

  it('closes a source that it leaves', () =>
    withBlobs(async ({ blobs }) => {
      const stop = new AbortController();
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      const endless = async function* () {
        try {
          for (;;) {
            yield randomBytes(10);
            stop.abort(new Error('enough'));
          }
        } finally {
          close();
        }
      };

      await expect(blobs.put(endless(), { signal: stop.signal })).rejects.toThrow('enough');

      await closed;
    }));

  it.each([
    ['a flipped bit', async (path: string) => await writeFile(path, flipped(await readFile(path)))],
    ['a missing end', (path: string) => truncate(path, 70_000)],
  ])(
    'notices %s on every way of reading, and is healed by the next put',
    async (_, damage) =>
      await withBlobs(async ({ dir, blobs }) => {
        const bytes = randomBytes(150_000);
        const ref = await blobs.put(bytes);
        const [path] = await filesBelow(dir);
        await chmod(String(path), 0o600);
        await damage(String(path));

        await expect(blobs.read(ref)).rejects.toMatchObject({ code: 'blob-corrupt' });
        await expect(buffer(blobs.stream(ref))).rejects.toMatchObject({ code: 'blob-corrupt' });

        await blobs.put(bytes);
        expect((await blobs.read(ref)).equals(bytes)).toBe(true);
      }),
  );

  it('never streams a corrupt small blob at all', () =>
    withBlobs(async ({ dir, blobs }) => {
      const ref = await blobs.put(randomBytes(20_000));
      const [path] = await filesBelow(dir);
      await writeFile(String(path), randomBytes(20_000));
      let seen = 0;

      const reading = (async () => {
        for await (const chunk of blobs.stream(ref)) seen += chunk.length;
      })();

      await expect(reading).rejects.toThrow(PermanentError);
      expect(seen).toBe(0);
    }));

  it('says that a blob is missing, also for a name that is no hash', () =>
    withBlobs(async ({ blobs }) => {
      const missing = { sha256: randomBytes(32).toString('hex'), size: 1 };

      await expect(blobs.read(missing)).rejects.toMatchObject({ code: 'blob-missing' });
      await expect(buffer(blobs.stream(missing))).rejects.toMatchObject({ code: 'blob-missing' });
      await expect(blobs.read({ sha256: '../../etc/passwd', size: 1 })).rejects.toMatchObject({ code: 'blob-missing' });
    }));

  it('says that it is full, leaves no half file, and goes on when there is room again', async () => {
    const { stdout } = await promisify(execFile)('unshare', [
      ...['--user', '--map-root-user', '--mount', 'sh', '-c'],
      'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" "$3" "$1"',
      ...['sh', '/mnt', process.execPath, join(fixtures, 'fill-disk.ts')],
    ]);

    expect(JSON.parse(stdout)).toEqual({ code: 'blob-store-full', waits: true, halfFiles: 0, afterRoom: 'stored' });
  });

  it('says that it is away when its folder cannot be used', () =>
    withBlobs(async ({ dir, blobs }) => {
      await rm(join(dir, 'incoming'), { recursive: true });

      await expect(blobs.put(randomBytes(10))).rejects.toMatchObject({ code: 'blob-store-away' });
    }));

  it('says of one file that cannot be read that only what needs it waits', () =>
    withBlobs(async ({ dir, blobs }) => {
      const ref = await blobs.put(randomBytes(10));
      const [path = ''] = await filesBelow(dir);
      await rm(path);
      await mkdir(path);

      const unreadable = { name: 'UnavailableError', code: 'blob-store-away', scope: 'thing' };
      await expect(blobs.read(ref)).rejects.toMatchObject(unreadable);
      await expect(buffer(blobs.stream(ref))).rejects.toMatchObject(unreadable);
    }));

  it('removes bytes for good, once, but not those that were written since', () =>
    withBlobs(async ({ dir, blobs }) => {
      const ref = await blobs.put(randomBytes(10));
      const [path = ''] = await filesBelow(dir);
      const { mtime } = await stat(path);

      expect(await blobs.remove(ref, { writtenBefore: new Date(mtime.getTime() - 1) })).toBe(false);
      expect(await filesBelow(dir)).toEqual([path]);
      expect(await blobs.remove(ref, { writtenBefore: new Date(mtime.getTime() + 1) })).toBe(true);
      expect(await blobs.remove(ref, { writtenBefore: mtime })).toBe(true);
      expect(await filesBelow(dir)).toEqual([]);
    }));

  it('notes bytes before they get their name, and names none that could not be noted', () =>
    withTemporaryFolder(async (dir) => {
      const seen: string[][] = [];
      const ledger = {
        async noted() {
          seen.push((await filesBelow(dir)).filter((path) => !path.includes('incoming')));
          throw new Error('the database is away');
        },
      };
      const blobs = await folderBlobs({ dir, ledger });

      await expect(blobs.put(randomBytes(10))).rejects.toThrow('the database is away');

      expect([seen, await filesBelow(dir)]).toEqual([[[]], []]);
    }));
});

function flipped(bytes: Buffer): Buffer {
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  return bytes;
}
