import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Blobs } from '@zaakpost/domain';
import { childParser } from '@zaakpost/mail';
import { withTemporaryFolder } from '@zaakpost/testing';
import { type AttachmentStream, MailParser } from 'mailparser';
import { type Benchmark, compared, type Scale } from './benchmark.ts';
import { corpus, corpusSize, writeCorpus } from './corpus.ts';
import { atATime, inRounds, rateOf } from './rounds.ts';

const LEAST = 0.8;

type File = Awaited<ReturnType<typeof writeCorpus>>[number];

/** What limits, isolation and sanitising cost. */
export const parse: Benchmark = {
  name: 'parse',
  includes:
    'mails of the corpus from disk to the decoded message, attachments hashed and dropped. Ours: in a child, with limits, HTML sanitised. Bare: mailparser streaming in this process, as it comes.',
  run: (scale) =>
    withTemporaryFolder(async (folder) => {
      const files = await writeCorpus(folder, corpus(corpusSize(scale)));
      return [
        await sideBySide('corpus, one at a time', files, scale, { most: 1, least: LEAST }),
        await sideBySide('corpus, two at a time', files, scale, { most: 2 }),
        await sideBySide('small mails, one at a time', small(files), scale, { most: 1 }),
      ];
    }),
};

/** Enough small ones to take a while. */
function small(files: File[]): File[] {
  const short = files.filter(({ kind }) => kind === 'text');
  return Array.from({ length: 3 }, () => short).flat();
}

async function sideBySide(what: string, files: File[], { rounds }: Scale, run: { most: number; least?: number }) {
  const parser = childParser({ blobs: filesAsBlobs, children: run.most });
  const ours = ({ path, size }: File) => parser.parse({ sha256: path, size }, { signal: new AbortController().signal });
  try {
    await ours(files[0] as File);
    const sides = await inRounds(rounds, {
      ours: () => rateOf(files.length, () => atATime(run.most, files, ours)),
      bare: () => rateOf(files.length, () => atATime(run.most, files, ({ path }) => bare(path))),
    });
    return compared(what, 'mails/s', sides, run.least);
  } finally {
    await parser.close();
  }
}

/** The corpus where it lies; what is put is hashed and forgotten. The name of a blob is its path here. */
const filesAsBlobs: Blobs = {
  async put(source) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { sha256: hash.digest('hex'), size };
  },
  read: () => Promise.reject(new Error('Nothing reads here.')),
  stream: ({ sha256 }) => createReadStream(sha256),
};

async function bare(path: string): Promise<void> {
  const parser = new MailParser();
  createReadStream(path).pipe(parser);
  for await (const part of parser as AsyncIterable<AttachmentStream | { type: 'text' }>) {
    if (part.type !== 'attachment') continue;
    const hash = createHash('sha256');
    for await (const chunk of part.content as AsyncIterable<Buffer>) hash.update(chunk);
    part.release?.();
  }
}
