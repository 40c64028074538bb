import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { BlobRef, Blobs } from '@zaakpost/domain';
import { screening as screeningOf } from '@zaakpost/screening';
import {
  type Clamd,
  type Rspamd,
  sampleDns,
  startClamd,
  startDns,
  startRspamd,
  withTemporaryFolder,
} from '@zaakpost/testing';
import { type Benchmark, compared, type Scale } from './benchmark.ts';
import { corpus, corpusSize, writeCorpus } from './corpus.ts';
import { atATime, inRounds, rateOf } from './rounds.ts';

/** At most a tenth more time than the slower of the two. */
const LEAST = 1 / 1.1;

interface Mail {
  path: string;
  ref: BlobRef;
}

/** What asking both scanners costs over asking the slower one. */
export const screening: Benchmark = {
  name: 'screening',
  includes:
    'the corpus through both scanners, read from disk. Bare: each scanner asked by itself over its own protocol; the slower counts. clamd without its cache of results, with the test signature only.',
  run: (scale) =>
    withTemporaryFolder(async (folder) => {
      await using stack = new AsyncDisposableStack();
      const dns = stack.adopt(await startDns({ records: sampleDns }), (one) => one.stop());
      const rspamd = stack.adopt(await startRspamd({ dns }), (one) => one.stop());
      const clamd = stack.adopt(await startClamd({ settings: { DisableCache: 'yes' } }), (one) => one.stop());
      const files = await writeCorpus(folder, corpus(corpusSize(scale)));
      const mails = await Promise.all(files.map(({ path, size }) => hashed(path, size)));
      return [
        await sideBySide({ rspamd, clamd, mails }, scale, 1),
        await sideBySide({ rspamd, clamd, mails }, scale, 8),
      ];
    }),
};

async function sideBySide(
  { rspamd, clamd, mails }: { rspamd: Rspamd; clamd: Clamd; mails: Mail[] },
  { rounds }: Scale,
  most: number,
) {
  const paths = new Map(mails.map(({ path, ref }) => [ref.sha256, path]));
  const both = screeningOf({ blobs: blobsAt(paths), rspamd, clamd, signatures: 'test' });
  const judge = ({ ref }: Mail) =>
    both.judge(ref, { envelope: { from: null, recipient: null }, signal: new AbortController().signal });
  await judge(mails[0] as Mail);
  const rate = (work: (mail: Mail) => Promise<unknown>) => () => rateOf(mails.length, () => atATime(most, mails, work));
  const sides = await inRounds(rounds, {
    ours: rate(judge),
    rspamd: rate(({ path }) => askRspamd(rspamd, path)),
    clamd: rate(({ path }) => askClamd(clamd, path)),
  });
  const slower = sides.rspamd < sides.clamd ? 'Rspamd' : 'clamd';
  const bare = Math.min(sides.rspamd, sides.clamd);
  return compared(`${most} at a time, against ${slower} alone`, 'mails/s', { ours: sides.ours, bare }, LEAST);
}

async function hashed(path: string, size: number): Promise<Mail> {
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { path, ref: { sha256, size } };
}

const blobsAt = (paths: Map<string, string>): Pick<Blobs, 'read' | 'stream'> => ({
  read: ({ sha256 }) => readFile(paths.get(sha256) ?? ''),
  stream: ({ sha256 }) => createReadStream(paths.get(sha256) ?? ''),
});

async function askRspamd({ url }: Rspamd, path: string): Promise<void> {
  const answer = await fetch(new URL('/checkv2', url), { method: 'POST', body: await readFile(path) });
  await answer.text();
}

async function askClamd({ host, port }: Clamd, path: string): Promise<void> {
  const socket = connect(port, host);
  socket.write('zINSTREAM\0');
  const answer = text(socket);
  await pipeline(
    createReadStream(path),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(chunk.length);
        yield Buffer.concat([length, chunk]);
      }
      yield Buffer.alloc(4);
    },
    socket,
    { end: false },
  );
  if (!(await answer).includes('OK')) throw new Error('clamd did not answer OK.');
}
