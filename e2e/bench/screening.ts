import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { folderBlobs } from '@zaakpost/blobs';
import { type BlobRef, megabytes } from '@zaakpost/domain';
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

/** What the scan stage's screening costs over asking the slower scanner alone, and over asking both at once. */
export const screening: Benchmark = {
  name: 'screening',
  includes:
    'the raw mails in the blob store, read and verified, through both scanners, decoded meanwhile into the store (synced), and each part read from it and scanned on its own. Bare: each scanner by itself over its own protocol, for the raw mail read from a file, and nothing else; the slower counts. Both bare: the two at the same time, which on two cores is what there is room for. clamd with the test signature only and its cache as it ships; it is started anew and warmed by one scan before each side, since these are the same mails again. The name server that Rspamd asks is in the process of the bench.',
  run: (scale) =>
    withTemporaryFolder(async (folder) => {
      await using stack = new AsyncDisposableStack();
      const dns = stack.adopt(await startDns({ records: sampleDns }), (one) => one.stop());
      const rspamd = stack.adopt(await startRspamd({ dns }), (one) => one.stop());
      const clamd = stack.adopt(await startClamd(), (one) => one.stop());
      const files = await writeCorpus(folder, corpus(corpusSize(scale)));
      const mails = await Promise.all(files.map(({ path, size }) => hashed(path, size)));
      const given = { rspamd, clamd, mails, folder };
      return [...(await sideBySide(given, scale, 1)), ...(await sideBySide(given, scale, 8))];
    }),
};

async function sideBySide(
  { rspamd, clamd, mails, folder }: { rspamd: Rspamd; clamd: Clamd; mails: Mail[]; folder: string },
  { rounds }: Scale,
  most: number,
) {
  const blobs = await folderBlobs({ dir: join(folder, `blobs-${most}`), ledger: NO_LEDGER });
  for (const { path } of mails) await blobs.put(createReadStream(path));
  const both = screeningOf({ blobs, rspamd, clamd, signatures: 'test', largestMail: megabytes(50), attachments });
  await using parser = { ...childParser({ blobs }), [Symbol.asyncDispose]: () => parser.close() };
  const judge = async ({ ref }: Mail) => {
    const { signal } = new AbortController();
    const decoded = parser.parse(ref, { signal });
    await both.judge(ref, { envelope: { from: null, recipient: null }, decoded, breaks: 0, signal });
  };
  const [first] = mails as [Mail];
  await judge(first);
  const rate = (work: (mail: Mail) => Promise<unknown>) => async () => {
    // It keeps what it found, and these are the same mails again.
    await clamd.restart();
    await work(first);
    return await rateOf(mails.length, () => atATime(most, mails, work));
  };
  const sides = await inRounds(rounds, {
    ours: rate(judge),
    rspamd: rate(({ path }) => askRspamd(rspamd, path)),
    clamd: rate(({ path }) => askClamd(clamd, path)),
    both: rate(({ path }) => Promise.all([askRspamd(rspamd, path), askClamd(clamd, path)])),
  });
  const slower = sides.rspamd < sides.clamd ? 'Rspamd' : 'clamd';
  const bare = Math.min(sides.rspamd, sides.clamd);
  const { ours } = sides;
  return [
    compared(`${most} at a time, against ${slower} alone`, 'mails/s', { ours, bare }, LEAST),
    compared(`${most} at a time, against both bare`, 'mails/s', { ours, bare: sides.both }),
  ];
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
