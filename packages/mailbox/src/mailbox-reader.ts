import {
  type Blobs,
  type Drained,
  type DrainOptions,
  type ListedMail,
  type MailboxReader,
  type Pop3MailboxSettings,
  UnavailableError,
} from '@zaakpost/domain';
import { chooseBatch, type ToFetch } from './batch.ts';
import type { DialRules } from './address.ts';
import { type Dialling, dial, loginDelayOf } from './dial.ts';
import { fetchInGroups } from './drain.ts';
import { type Listing, listWaiting, type Waiting } from './listing.ts';
import { accessTokens } from './oauth/access-tokens.ts';
import { inOurWords } from './translate.ts';

/** What a reader needs. */
export interface MailboxReaderOptions extends DialRules {
  blobs: Blobs;
}

/**
 * Reads mailboxes over POP3. A mail is marked deleted only after its bytes were read in this session and put on record;
 * the deletes take effect at QUIT, so a session that breaks brings its mails again.
 */
export function mailboxReader({ blobs, ...rules }: MailboxReaderOptions): MailboxReader {
  const tokens = accessTokens(rules);
  return {
    async drain(settings, options) {
      const { signal, renewed } = options;
      try {
        return await drain(settings, options, { blobs, dialling: { rules, tokens, signal, renewed } });
      } catch (error) {
        throw inOurWords(error, options.signal);
      }
    },
  };
}

async function drain(
  settings: Pop3MailboxSettings,
  options: DrainOptions,
  { blobs, dialling }: { blobs: Blobs; dialling: Dialling },
): Promise<Drained> {
  const session = await dial(settings, dialling);
  try {
    const listing = await listWaiting(session);
    if (settings.afterFetch === 'leave') requireUniqueIds(listing);
    await options.listed(listing.has);
    const batch = await chooseBatch(listing, settings, options);
    await options.seen([...batch.fetch, ...batch.tooLarge].map(listed));
    if (batch.tooLarge.length > 0) await options.tooLarge(batch.tooLarge.map(listed));

    const { onRecord, unread, unkept } = await fetchInGroups(session, batch.fetch, { blobs, options });
    const removable = onRecord.filter(({ remove }) => remove);
    const refusals = await session.deleteMany(removable.map(({ number }) => number));
    const quit = await session.quit();

    const kept = new Set(refusals.map(({ number }) => number));
    const deleted = removable.filter(({ number }) => !kept.has(number));
    const delay = loginDelayOf(session);
    const whole = onRecord.length === batch.fetch.length;
    // A server that deletes nothing would give the same mails at once, for ever.
    const progress = onRecord.length > removable.length || (quit.confirmed && deleted.length > 0);
    return {
      fetched: onRecord.length,
      more: progress && (batch.more || !whole),
      notBefore: delay === 0 ? null : new Date(Date.now() + delay),
      quitConfirmed: quit.confirmed,
      deleted: deleted.map(listed),
      undeleted: refusals.length,
      unread,
      unkept,
      complete: whole && !batch.more,
    };
  } finally {
    session.close();
  }
}

/** What stays there is told from what is new by its unique-id; without one another mail of equal size would be passed over. */
function requireUniqueIds({ hasUniqueIds }: Listing): void {
  if (hasUniqueIds) return;
  throw new UnavailableError('pop3-no-unique-ids', {
    scope: 'thing',
    message:
      'The server gives mails no unique-ids, so those that are left there cannot be told from new ones. To mend: have fetched mail deleted, in the profile.',
  });
}

const listed = ({ uniqueId, size, copy }: Waiting | ToFetch): ListedMail => ({ uniqueId, size, copy });
