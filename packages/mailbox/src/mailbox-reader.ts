import type { Blobs, MailboxReader, Pop3MailboxSettings } from '@zaakpost/domain';
import { type DialRules, dial } from './dial.ts';
import { fetchInGroups } from './drain.ts';
import { listWaiting } from './listing.ts';
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
  return {
    async drain(settings, options) {
      try {
        return await drain(settings, options, { blobs, rules });
      } catch (error) {
        throw inOurWords(error, options.signal);
      }
    },
  };
}

async function drain(
  settings: Pop3MailboxSettings,
  options: Parameters<MailboxReader['drain']>[1],
  { blobs, rules }: { blobs: Blobs; rules: DialRules },
): ReturnType<MailboxReader['drain']> {
  const session = await dial(settings, rules, options.signal);
  try {
    const { fetchable, tooLarge } = await listWaiting(session, settings);
    for (const mail of tooLarge) await options.tooLarge(mail);

    const batch = fetchable.slice(0, options.limit.mails);
    const { onRecord, unread } = await fetchInGroups(session, batch, { blobs, options });
    const refusals = await session.deleteMany(onRecord);
    const quit = await session.quit();
    const refused = new Set(refusals.map(({ number }) => number));
    const undeleted = batch.filter(({ number }) => refused.has(number)).map(({ uniqueId }) => uniqueId);
    const deleted = quit.confirmed ? onRecord.length - undeleted.length : 0;
    // A server that deletes nothing would give the same mails at once, for ever.
    const more = deleted > 0 && onRecord.length < fetchable.length;
    return { fetched: onRecord.length, more, quitConfirmed: quit.confirmed, undeleted, unread };
  } finally {
    session.close();
  }
}
