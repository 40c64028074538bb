import { type Milliseconds, type Profiles, type Publisher, type Steps, seconds, step } from '@zaakpost/domain';

export interface Polls {
  profiles: Pick<Profiles, 'active'>;
  steps: Pick<Steps, 'begin'>;
  publisher: Publisher;
  /** Milliseconds of a clock that never goes back. */
  now: () => Milliseconds;
}

/**
 * Puts the step of each active mailbox whose poll is due on the queue. Where one is open already, because the mailbox is
 * being read, none is added.
 */
export function pollMailboxes({ profiles, steps, publisher, now }: Polls): () => Promise<void> {
  const polled = new Map<string, Milliseconds>();

  return async () => {
    const mailboxes = await profiles.active('pop3Mailbox');
    const due = mailboxes.filter(({ id, settings }) => {
      const last = polled.get(id);
      return last === undefined || now() - last >= seconds(settings.pollSeconds);
    });
    if (due.length === 0) return;
    const publications = await steps.begin(async () => due.map(({ id }) => step('fetch-pop3', 'mailbox', id)));
    for (const { id } of due) polled.set(id, now());
    await publisher.publish(publications);
  };
}
