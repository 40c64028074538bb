import { createReadStream } from 'node:fs';
import type { FilePath } from './file-path.ts';
import { mboxPieces } from './mbox.ts';

/** A mail in a file. Its content is read before the next mail is asked for; what is left of it is passed over. */
export interface MailInFile {
  /** Its place among the mails of the file, from 1. */
  ordinal: number;
  content: AsyncIterable<Buffer>;
}

const CHUNK = 262_144;

/** The mails in a file, read as a stream. @throws what the file system does, within the content too. */
export async function* mailsInFile(path: FilePath, kind: 'mail' | 'mbox'): AsyncGenerator<MailInFile, void> {
  const file = createReadStream(path, { highWaterMark: CHUNK });
  try {
    if (kind === 'mail') yield { ordinal: 1, content: file as AsyncIterable<Buffer> };
    else yield* mailsInMbox(file as AsyncIterable<Buffer>);
  } finally {
    file.destroy();
  }
}

async function* mailsInMbox(file: AsyncIterable<Buffer>): AsyncGenerator<MailInFile, void> {
  const pieces = mboxPieces(file);
  let piece = await pieces.next();
  let taken = true;
  const isMore = () => !piece.done && (!piece.value.begins || !taken);
  async function* content(): AsyncGenerator<Buffer, void> {
    do {
      taken = true;
      if (piece.done) return;
      const { bytes } = piece.value;
      piece = await pieces.next();
      yield bytes;
    } while (isMore());
  }
  for (let ordinal = 1; !piece.done; ordinal += 1) {
    taken = false;
    yield { ordinal, content: content() };
    for (; isMore(); taken = true) piece = await pieces.next();
  }
}
