import { randomUUID } from 'node:crypto';
import {
  exponential,
  type FetchedMail,
  type InboundMessages,
  type MailboxReader,
  minutes,
  type Profiles,
  type ReceivedMail,
  seconds,
  step,
} from '@zaakpost/domain';
import { again, done, stage } from '../runner/stage.ts';

interface Ports {
  profiles: Profiles;
  inbound: InboundMessages;
  mailboxes: MailboxReader;
}

/** One batch keeps a mailbox, and a place in the stage, no longer than this. */
const BATCH = { mails: 500, time: minutes(2) };

/**
 * Downloads what is new in a mailbox. A mail is deleted on the server only after its bytes and its row are committed; the
 * deletes take effect at QUIT, so what a dropped session brings again is recognised.
 */
export const fetchPop3 = stage<Ports>({
  queue: 'fetch-pop3',
  about: 'mailbox',
  policy: { attempts: 5, backoff: exponential(seconds(30), { cap: minutes(15) }), timeout: minutes(5) },

  async run({ id, profiles, inbound, mailboxes, commit, point, signal }) {
    const mailbox = await profiles.load('pop3Mailbox', id);
    if (!mailbox) return done();
    const sessionId = randomUUID();

    const drained = await mailboxes.drain(mailbox.settings, {
      limit: BATCH,
      signal,
      received: async (group) => {
        point('stored');
        await commit(async (tx) => {
          const fresh = await inbound.received(tx, group.map(receivedFrom(id, sessionId, mailbox.settings.address)));
          return fresh.map((messageId) => step('scan', 'inboundMessage', messageId));
        });
        point('committed');
      },
      tooLarge: (mail) => commit((tx) => inbound.leftOnServer(tx, id, mail.uniqueId, mail.size)),
    });
    point('quit');

    // Mail that cannot be read or deleted is shown with the mailbox; what came in counts all the same.
    const whole = drained.quitConfirmed && drained.undeleted.length + drained.unread === 0;
    const next = drained.more ? again : done;
    return next({
      record: async (tx) => {
        if (drained.quitConfirmed) await inbound.quitConfirmed(tx, sessionId, drained.undeleted);
        await profiles.health(id, whole ? { ok: true } : { ok: false, code: 'pop3-protocol' }, tx);
      },
    });
  },

  delayed: ({ profiles, tx, about, code }) => profiles.health(about.id, { ok: false, code }, tx),
  failed: ({ profiles, tx, about, code }) => profiles.health(about.id, { ok: false, code }, tx),
});

const receivedFrom =
  (mailboxId: string, sessionId: string, deliveredTo: string | null) =>
  (mail: FetchedMail): ReceivedMail => ({
    id: randomUUID(),
    raw: mail.raw,
    source: { kind: 'pop3', mailboxId, uniqueId: mail.uniqueId },
    deliveredTo,
    sessionId,
  });
