import { createHash } from 'node:crypto';
import { type BlobRef, type Blobs, megabytes } from '@zaakpost/domain';
import { type FoundFile, type MailInFile, mailsInFile, systemCode } from '@zaakpost/mail';

/** A file with mail in it. */
export type MailFile = Extract<FoundFile, { kind: 'mail' | 'mbox' }>;

/** A mail of a file. Its bytes are at hand, or stored already where they were too many for that (null). */
export interface HeldMail {
  ordinal: number;
  raw: BlobRef;
  bytes: Buffer | null;
}

/** Up to here a mail is held in memory, so that one that is on record already is not stored again. */
const AT_HAND = megabytes(1);
/** More is no mail, and more than the records can say. */
const LARGEST = 2_000_000_000;

/**
 * The mails of a file, one after the other. What the file system refuses ends them with its code; mails before that stand,
 * and one that was cut short is not among them.
 */
export async function* heldMails(file: MailFile, blobs: Blobs): AsyncGenerator<HeldMail | { code: string }, void> {
  try {
    for await (const mail of mailsInFile(file.file, file.kind)) {
      const held = await hold(mail, blobs);
      yield held.raw.size === 0 ? { code: 'empty' } : held;
    }
  } catch (error) {
    yield { code: systemCode(error) };
  }
}

async function hold({ ordinal, content }: MailInFile, blobs: Blobs): Promise<HeldMail> {
  const source = bounded(content);
  const chunks: Buffer[] = [];
  let size = 0;
  for (let next = await source.next(); !next.done; next = await source.next()) {
    chunks.push(next.value);
    size += next.value.length;
    if (size > AT_HAND) return { ordinal, raw: await blobs.put(joined(chunks, source)), bytes: null };
  }
  const bytes = Buffer.concat(chunks);
  return { ordinal, raw: { sha256: createHash('sha256').update(bytes).digest('hex'), size }, bytes };
}

async function* joined(before: Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  yield* before.splice(0);
  yield* rest;
}

async function* bounded(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > LARGEST) throw Object.assign(new Error('The mail is too large.'), { code: 'EFBIG', syscall: 'read' });
    yield chunk;
  }
}
