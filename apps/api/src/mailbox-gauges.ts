import type { ProfileListItem } from '@zaakpost/store';
import type { Registry } from '@zaakpost/telemetry';
import { Gauge } from 'prom-client';

/** How the mailboxes that are switched on fare, counted: which ones is for the pages to say. Read when somebody asks. */
export function mailboxGauges(registry: Registry, read: () => Promise<ProfileListItem[]>): void {
  let reading: Promise<ProfileListItem[]> | undefined;
  // The registry asks all gauges before it waits for one of them.
  const mailboxes = () => {
    reading ??= read()
      .then((profiles) => profiles.filter(({ type, active }) => type === 'pop3Mailbox' && active))
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const counting = (name: string, help: string, counts: (mailbox: ProfileListItem) => boolean) =>
    new Gauge({
      ...{ name, help, registers: [registry] },
      async collect() {
        this.set((await mailboxes()).filter(counts).length);
      },
    });
  counting('zaakpost_mailboxes', 'Mailboxes that are switched on.', () => true);
  counting('zaakpost_mailboxes_silent', 'Mailboxes without mail for longer than they may.', ({ health }) =>
    Boolean(health.silentSince),
  );
  counting('zaakpost_mailboxes_token_expired', 'Mailboxes whose access token has run out.', ({ health }) =>
    Boolean(health.tokenExpiresAt && health.tokenExpiresAt < new Date()),
  );
  new Gauge({
    name: 'zaakpost_mailboxes_failing',
    help: 'Mailboxes that cannot be fetched from, by error code.',
    labelNames: ['code'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { health } of await mailboxes()) {
        if (health.failingSince) this.inc({ code: health.lastErrorCode ?? 'unexpected' });
      }
    },
  });
  new Gauge({
    name: 'zaakpost_mailboxes_longest_failing_seconds',
    help: 'Since when the mailbox that fails longest has failed; 0 when none does.',
    registers: [registry],
    async collect() {
      const since = (await mailboxes()).map(({ health }) => health.failingSince?.getTime() ?? Date.now());
      this.set((Date.now() - Math.min(Date.now(), ...since)) / 1_000);
    },
  });
}
