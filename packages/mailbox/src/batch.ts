import {
  type DrainOptions,
  days,
  type Milliseconds,
  megabytes,
  type Pop3MailboxSettings,
  type RememberedMail,
} from '@zaakpost/domain';
import type { Listing, Waiting } from './listing.ts';

/** A mail to be read, and whether it is deleted there afterwards. */
export interface ToFetch extends Waiting {
  remove: boolean;
}

/** What this session does with what is listed. */
export interface Batch {
  fetch: ToFetch[];
  tooLarge: Waiting[];
  /** Something is left for a later session. */
  more: boolean;
}

/** Mails that are looked up at once. */
const CHUNK = 1_000;

/**
 * Chooses what to read, in the server's order, as many as the limit allows. What the server would not give the last time is
 * read by sessions in which nothing else is, so that one such mail keeps no other waiting.
 */
export async function chooseBatch(
  listing: Listing,
  settings: Pop3MailboxSettings,
  { limit, remembered }: Pick<DrainOptions, 'limit' | 'remembered'>,
): Promise<Batch> {
  const batch: Batch = { fetch: [], tooLarge: [], more: false };
  const refused: ToFetch[] = [];
  const fate = fateBy(settings);
  for (const chunk of listing.chunks(CHUNK)) {
    const memory = await remembered(chunk);
    for (const [n, mail] of chunk.entries()) {
      const known = memory[n] ?? null;
      const { fetch, remove, tooLarge } = fate(mail, known);
      if (tooLarge) batch.tooLarge.push(mail);
      if (!fetch) continue;
      if (known?.refused) keepUpTo(limit.mails, refused, { ...mail, remove });
      else if (batch.fetch.length < limit.mails) batch.fetch.push({ ...mail, remove });
      else return { ...batch, more: true };
    }
  }
  return batch.fetch.length > 0 ? { ...batch, more: refused.length > 0 } : { ...batch, fetch: refused };
}

interface Fate {
  fetch: boolean;
  remove: boolean;
  tooLarge: boolean;
}

/**
 * A mail that is to be deleted is always read first, in this session: servers use unique-ids again, and what is deleted must
 * be what is on record. Only a mail that stays may be passed over for its unique-id and size.
 */
function fateBy(settings: Pop3MailboxSettings): (mail: Waiting, known: RememberedMail | null) => Fate {
  const term: Milliseconds =
    settings.afterFetch === 'delete' ? 0 : days(settings.deleteAfterDays ?? Number.POSITIVE_INFINITY);
  return ({ size }, known) => {
    const storedFor = known?.storedFor ?? null;
    if (storedFor !== null && storedFor < term) return { fetch: false, remove: false, tooLarge: false };
    const remove = settings.afterFetch === 'delete' || (storedFor !== null && storedFor >= term);
    const fits = size <= megabytes(settings.maximumSizeMb);
    return { fetch: fits, remove, tooLarge: !fits && !known?.inboundMessageId };
  };
}

function keepUpTo<T>(most: number, list: T[], item: T): void {
  if (list.length < most) list.push(item);
}
