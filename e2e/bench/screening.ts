import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { folderBlobs } from '@zaakpost/blobs';
import { type BlobRef, type Blobs, megabytes } from '@zaakpost/domain';
import { childParser } from '@zaakpost/mail';
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
    'the corpus read from disk through both scanners, decoded meanwhile into the blob store, and each part scanned on its own. Bare: each scanner asked by itself over its own protocol, for the raw mail; the slower counts. clamd with the test signature only; it is started anew before each side, since it keeps what it found.',
  run: (scale) =>
    withTemporaryFolder(async (folder) => {
      await using stack = new AsyncDisposableStack();
      const dns = stack.adopt(await startDns({ records: sampleDns }), (one) => one.stop());
      const rspamd = stack.adopt(await startRspamd({ dns }), (one) => one.stop());
      const clamd = stack.adopt(await startClamd(), (one) => one.stop());
      const files = await writeCorpus(folder, corpus(corpusSize(scale)));
      const mails = await Promise.all(files.map(({ path, size }) => hashed(path, size)));
      return [
        await sideBySide({ rspamd, clamd, mails, folder }, scale, 1),
        await sideBySide({ rspamd, clamd, mails, folder }, scale, 8),
      ];
    }),
};

async function sideBySide(
  { rspamd, clamd, mails, folder }: { rspamd: Rspamd; clamd: Clamd; mails: Mail[]; folder: string },
  { rounds }: Scale,
  most: number,
) {
  const paths = new Map(mails.map(({ path, ref }) => [ref.sha256, path]));
  const blobs = beside(paths, await folderBlobs({ dir: join(folder, `parts-${most}`), ledger: NO_LEDGER }));
  const both = screeningOf({ blobs, rspamd, clamd, signatures: 'test', largestMail: megabytes(50), attachments });
  await using parser = { ...childParser({ blobs }), [Symbol.asyncDispose]: () => parser.close() };
  const judge = async ({ ref }: Mail) => {
    const { signal } = new AbortController();
    const decoded = parser.parse(ref, { signal });
    await both.judge(ref, { envelope: { from: null, recipient: null }, decoded, breaks: 0, signal });
  };
  await judge(mails[0] as Mail);
  const rate = (work: (mail: Mail) => Promise<unknown>) => async () => {
    // It keeps what it found, and these are the same mails again.
    await clamd.restart();
    return await rateOf(mails.length, () => atATime(most, mails, work));
  };
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

const attachments = {
  encrypted: 'quarantine',
  closed: 'quarantine',
  programs: 'quarantine',
  macros: 'flag',
  pages: 'flag',
} as const;
const NO_LEDGER = { noted: async () => undefined };

/** The corpus where it lies, and the parts in a store beside it. */
const beside = (paths: Map<string, string>, parts: Blobs): Blobs => ({
  ...parts,
  read: (ref) => (paths.has(ref.sha256) ? readFile(paths.get(ref.sha256) ?? '') : parts.read(ref)),
  stream: (ref) => (paths.has(ref.sha256) ? createReadStream(paths.get(ref.sha256) ?? '') : parts.stream(ref)),
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
