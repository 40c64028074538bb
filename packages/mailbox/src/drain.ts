import type { Blobs, FetchedMail, MailboxReader } from '@zaakpost/domain';
import { Pop3Error, type Pop3Session, type RetrievedMessage } from '@zaakpost/pop3';
import type { Waiting } from './listing.ts';

type Options = Parameters<MailboxReader['drain']>[1];

/** Mails in one commit. */
const GROUP = 20;
/** Mails being synced to disk while the next are read. */
const MOST_PUTS = 8;

/** Reads mails one after the other and has them committed in groups; gives the numbers that are on record, and how many the server refuses to give. */
export async function fetchInGroups(
  session: Pop3Session,
  mails: Waiting[],
  { blobs, options }: { blobs: Blobs; options: Options },
): Promise<{ onRecord: number[]; unread: number }> {
  const uniqueIds = new Map(mails.map(({ number, uniqueId }) => [number, uniqueId]));
  const onRecord: number[] = [];
  let unread = 0;
  let puts: Promise<FetchedMail | null>[] = [];
  let committing = Promise.resolve();

  const commitGroup = async () => {
    const group = (await Promise.all(puts)).filter((mail) => mail !== null);
    unread += puts.length - group.length;
    puts = [];
    // One commit at a time, while the next group is read.
    await committing;
    committing =
      group.length === 0
        ? committing
        : options.received(group).then(() => void onRecord.push(...group.map(({ number }) => number)));
    committing.catch(() => undefined);
  };

  for await (const message of session.retrieveMany(untilTime(mails, options.limit.time))) {
    const put = putOne(message, uniqueIds.get(message.number) ?? '', blobs, options.signal);
    puts.push(put.stored);
    await put.read;
    if (puts.length % MOST_PUTS === 0) await puts[puts.length - MOST_PUTS];
    if (puts.length === GROUP) await commitGroup();
  }
  await commitGroup();
  await committing;
  return { onRecord, unread };
}

/** Asks for no more when the time is up; what is on its way still comes. */
function* untilTime(mails: Waiting[], time: number): Generator<number> {
  const end = performance.now() + time;
  for (const { number } of mails) {
    if (performance.now() > end) return;
    yield number;
  }
}

/** Stores one mail. `read` is over when its last byte has come; `stored` when it is safe on disk. */
function putOne(
  { number, body }: RetrievedMessage,
  uniqueId: string,
  blobs: Blobs,
  signal: AbortSignal,
): { read: Promise<unknown>; stored: Promise<FetchedMail | null> } {
  const end = Promise.withResolvers<void>();
  const stored = blobs
    .put(withEnd(body, end.resolve), { signal })
    .then((raw) => ({ number, uniqueId, raw }))
    .catch(skipRefused);
  stored.catch(() => undefined);
  return { read: Promise.race([end.promise, stored]), stored };
}

async function* withEnd(body: AsyncIterable<Buffer>, ended: () => void): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } finally {
    ended();
  }
}

// A server that refuses one number keeps that mail; the others are not held up.
function skipRefused(error: unknown): null {
  if (error instanceof Pop3Error && error.kind === 'refused') return null;
  throw error;
}
