import { type Blobs, type DrainOptions, type FetchedMail, UnavailableError } from '@zaakpost/domain';
import { Pop3Error, type Pop3Session, type RetrievedMessage } from '@zaakpost/pop3';
import type { ToFetch } from './batch.ts';
import type { Waiting } from './listing.ts';

/** Mails that are asked for before they are read: with small ones, so many come at a time. */
const WINDOW = 20;
/** Mails in one commit: fewer when the last one is over, so that little is left to commit at the end. */
const GROUP = { least: 40, most: 100 };
/** Mails that are being synced to disk while the next are read. */
const MOST_PUTS = 48;
/** Mails that find no room before the store is full for all. */
const MOST_UNKEPT = 5;

/** What came of reading a batch. */
export interface Fetched {
  onRecord: ToFetch[];
  /** The server refuses to give these. */
  unread: number;
  /** There was no room for these. */
  unkept: number;
}

type Put = { mail: ToFetch; fetched: FetchedMail | null; noRoom?: UnavailableError };

/** Reads mails one after the other and has them committed in groups, one at a time, while the next are read. */
export async function fetchInGroups(
  session: Pop3Session,
  mails: readonly ToFetch[],
  { blobs, options }: { blobs: Blobs; options: DrainOptions },
): Promise<Fetched> {
  const result: Fetched = { onRecord: [], unread: 0, unkept: 0 };
  let read = 0;
  let group: Promise<Put>[] = [];
  const underWay: Promise<Put>[] = [];
  let committing = Promise.resolve();
  let busy = false;

  const commitGroup = () => {
    const whole = Promise.all(group);
    whole.catch(() => undefined);
    group = [];
    busy = true;
    committing = committing.then(async () => {
      await commit(await whole, options, result);
      busy = false;
    });
    committing.catch(() => undefined);
  };

  try {
    for await (const message of session.retrieveMany(untilTime(mails, options.limit.time), { window: WINDOW })) {
      const put = putOne(message, mails[read] as ToFetch, blobs, options.signal);
      group.push(put.stored);
      underWay.push(put.stored);
      await put.read;
      read += 1;
      if (underWay.length >= MOST_PUTS) await underWay.shift();
      if (group.length < (busy ? GROUP.most : GROUP.least)) continue;
      // Reading does not run ahead of the records by more than a group.
      await committing;
      commitGroup();
    }
  } catch (error) {
    if (error instanceof Pop3Error) await passOver(mails[read], options);
    throw error;
  }
  commitGroup();
  await committing;
  return result;
}

// Whoever breaks off while giving one mail would do it again: the others go first the next time.
async function passOver(mail: Waiting | undefined, { refused }: DrainOptions): Promise<void> {
  if (mail) await refused([mail]).catch(() => undefined);
}

/** What finds no room keeps out nothing that does, such as small mails beside a large one on a disk that is nearly full. */
async function commit(group: Put[], options: DrainOptions, result: Fetched): Promise<void> {
  const given = group.filter(({ fetched }) => fetched !== null);
  const refused = group.filter(({ fetched, noRoom }) => fetched === null && !noRoom);
  const unkept = group.flatMap(({ noRoom }) => noRoom ?? []);
  if (given.length > 0) await options.received(given.map(({ fetched }) => fetched as FetchedMail));
  if (refused.length > 0) await options.refused(refused.map(({ mail }) => mail));
  result.onRecord.push(...given.map(({ mail }) => mail));
  result.unread += refused.length;
  result.unkept += unkept.length;
  if (unkept[0] && (result.onRecord.length === 0 || result.unkept > MOST_UNKEPT)) throw unkept[0];
}

/** Asks for no more when the time is up; what is on its way still comes. */
function* untilTime(mails: readonly Waiting[], time: number): Generator<number> {
  const end = performance.now() + time;
  for (const { number } of mails) {
    if (performance.now() > end) return;
    yield number;
  }
}

/** Stores one mail. `read` is over when its last byte has come; `stored` when it is safe on disk. */
function putOne(
  { body }: RetrievedMessage,
  mail: ToFetch,
  blobs: Blobs,
  signal: AbortSignal,
): { read: Promise<unknown>; stored: Promise<Put> } {
  const { uniqueId, size, copy } = mail;
  const stored = blobs
    .put(body.borrowed(), { signal })
    .then((raw): Put => ({ mail, fetched: { uniqueId, size, copy, raw } }), skipped(mail));
  stored.catch(() => undefined);
  const left = stored.then(({ noRoom }) => noRoom && body.discard());
  return { read: Promise.race([body.over, left]), stored };
}

// A server that refuses one number keeps that mail, and so does one whose mail finds no room; the others are not held up.
const skipped =
  (mail: ToFetch) =>
  (error: unknown): Put => {
    if (error instanceof Pop3Error && error.kind === 'refused') return { mail, fetched: null };
    if (error instanceof UnavailableError && error.code === 'blob-store-full')
      return { mail, fetched: null, noRoom: error };
    throw error;
  };
