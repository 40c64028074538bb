import {
  type IntegrationProfile,
  type Milliseconds,
  type Profiles,
  type Publication,
  type Publisher,
  type Steps,
  seconds,
  step,
} from '@zaakpost/domain';

export interface Polls {
  profiles: Pick<Profiles, 'active'>;
  steps: Pick<Steps, 'begin' | 'cancel'>;
  publisher: Publisher;
  /** Milliseconds of a clock that never goes back. */
  now: () => Milliseconds;
}

type Mailbox = IntegrationProfile<'pop3Mailbox'>;

const fetchOf = ({ id }: Mailbox) => step('fetch-pop3', 'mailbox', id);

/**
 * Puts the step of each active mailbox whose poll is due on the queue. Where one is open already, because the mailbox is
 * being read, none is added. A mailbox that was set up anew is tried at once, however long its step was to wait.
 */
export function pollMailboxes({ profiles, steps, publisher, now }: Polls): () => Promise<void> {
  const polled = new Map<string, Milliseconds>();
  const versions = new Map<string, number>();

  const isDue = ({ id, settings }: Mailbox) => {
    const last = polled.get(id);
    return last === undefined || now() - last >= seconds(settings.pollSeconds);
  };

  // A step that runs at this moment may have the old settings: it is asked again until it could be replaced.
  async function tryAnew(mailbox: Mailbox): Promise<Publication[]> {
    const before = versions.get(mailbox.id) ?? mailbox.version;
    if (before === mailbox.version) {
      versions.set(mailbox.id, mailbox.version);
      return [];
    }
    const publications = await steps.begin(async (tx) => {
      await steps.cancel(tx, 'fetch-pop3', mailbox.id);
      return [fetchOf(mailbox)];
    });
    if (publications.length > 0) versions.set(mailbox.id, mailbox.version);
    return publications;
  }

  return async () => {
    const mailboxes = await profiles.active('pop3Mailbox');
    const anew = (await Promise.all(mailboxes.map(tryAnew))).flat();
    const due = mailboxes.filter(isDue);
    const polls = due.length === 0 ? [] : await steps.begin(async () => due.map(fetchOf));
    for (const { id } of due) polled.set(id, now());
    if (anew.length + polls.length > 0) await publisher.publish([...anew, ...polls]);
  };
}
