import { randomUUID } from 'node:crypto';
import {
  type Drained,
  exponential,
  hours,
  type MailboxReader,
  minutes,
  type Profiles,
  type ServerMessages,
  seconds,
  step,
} from '@zaakpost/domain';
import { again, done, stage } from '../runner/stage.ts';

interface Ports {
  profiles: Profiles;
  serverMessages: ServerMessages;
  mailboxes: MailboxReader;
}

/**
 * One batch keeps a mailbox, and a place in the stage, no longer than this. Each begins with the whole listing, so that a full
 * mailbox wants large ones; a session that breaks has fetched its batch in vain.
 */
const BATCH = { mails: 2_500, time: minutes(2) };

/** Servers lock an account whose login fails too often: ever more seldom, until somebody changes the profile. */
const SELDOM = exponential(minutes(5), { cap: hours(6) });

/**
 * Downloads what is new in a mailbox. A mail is deleted on the server only after its bytes and its row are committed; the
 * deletes take effect at QUIT, so what a dropped session brings again is recognised.
 */
export const fetchPop3 = stage<Ports>({
  queue: 'fetch-pop3',
  about: 'mailbox',
  policy: {
    attempts: 5,
    backoff: exponential(seconds(30), { cap: minutes(15) }),
    timeout: minutes(5),
    waits: { 'pop3-login-refused': SELDOM, 'pop3-login-unsupported': SELDOM, 'oauth-refused': SELDOM },
  },

  async run({ id, profiles, serverMessages, mailboxes, commit, point, signal }) {
    const mailbox = await profiles.load('pop3Mailbox', id);
    if (!mailbox) return done();
    const session = { mailboxId: id, sessionId: randomUUID(), deliveredTo: mailbox.settings.address };

    const drained = await mailboxes.drain(mailbox.settings, {
      limit: BATCH,
      signal,
      remembered: (mails) => serverMessages.remembered(id, mails),
      listed: (isListed) => commit((tx) => serverMessages.vanished(tx, id, isListed)),
      seen: (mails) => commit((tx) => serverMessages.seen(tx, id, mails)),
      received: async (group) => {
        point('stored');
        await commit(async (tx) => {
          const fresh = await serverMessages.stored(tx, session, group);
          if (fresh.length > 0) await profiles.mailCame(tx, id);
          return fresh.map((messageId) => step('scan', 'inboundMessage', messageId));
        });
        point('committed');
      },
      refused: (mails) => commit((tx) => serverMessages.refused(tx, id, mails)),
      renewed: (token) => commit((tx) => profiles.tokenRenewed(tx, mailbox, token)),
      tooLarge: (mails) => commit((tx) => serverMessages.tooLarge(tx, session, mails)),
    });
    point('quit');

    return (drained.more ? again : done)({
      ...(drained.notBefore && { at: drained.notBefore }),
      record: async (tx) => {
        if (drained.quitConfirmed) await serverMessages.deleted(tx, id, drained.deleted);
        if (drained.complete) await serverMessages.accounted(tx, id);
        await profiles.health(id, healthAfter(drained), tx);
      },
    });
  },

  delayed: ({ profiles, tx, about, code }) => profiles.health(about.id, { ok: false, code }, tx),
  failed: ({ profiles, tx, about, code }) => profiles.health(about.id, { ok: false, code }, tx),
});

/** Mail that cannot be read, kept or deleted is shown with the mailbox; what came in counts all the same. */
function healthAfter({ quitConfirmed, undeleted, unread, unkept }: Drained) {
  if (unkept > 0) return { ok: false, code: 'blob-store-full' } as const;
  return quitConfirmed && undeleted + unread === 0
    ? ({ ok: true } as const)
    : ({ ok: false, code: 'pop3-protocol' } as const);
}
