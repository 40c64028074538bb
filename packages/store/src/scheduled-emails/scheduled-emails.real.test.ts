import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { scheduleDesk } from '../desk/schedule-desk.ts';
import { someCase, withMigratedDatabase } from '../migrated-database.ts';
import { outboundMessageStore } from '../outbound-messages/outbound-messages.ts';
import { templateDesk } from '../templates/template-desk.ts';
import { scheduledEmailStore } from './scheduled-emails.ts';

async function someScheduledEmail(database: Database) {
  const { id: caseId } = await someCase(database);
  const id = randomUUID();
  const template = {
    id,
    name: `Sjabloon ${id}`,
    subject: 'S',
    text: 'X',
    html: null,
    senderName: null,
    senderAddress: null,
  };
  const email = {
    ...{ id: randomUUID(), caseId, templateId: template.id, createdBy: 'Behandelaar' },
    recipients: [{ role: 'to' as const, address: 'jan@example.nl', name: 'Jan' }],
    ...{ sendAt: new Date('2026-12-01T08:00:00Z'), wallTime: '2026-12-01T09:00', zone: 'Europe/Amsterdam' },
  };
  await database.transaction(async (tx) => {
    await templateDesk.add(tx, template);
    await scheduleDesk.add(tx, email);
  });
  return email;
}

async function someOutboundMessage(database: Database, caseId: string): Promise<string> {
  const id = randomUUID();
  const content = {
    kind: 'caseMail' as const,
    subject: 'S',
    text: 'X',
    html: null,
    sender: null,
    attachments: [],
    inReplyTo: null,
  };
  const recipients = [{ role: 'to' as const, address: 'jan@example.nl', name: '' }];
  await database.transaction((tx) => outboundMessageStore(database).queued(tx, { id, caseId, content, recipients }));
  return id;
}

describe('a scheduled e-mail', () => {
  it('is given back as it was asked for', () =>
    withMigratedDatabase(async (database) => {
      const email = await someScheduledEmail(database);

      const loaded = await scheduledEmailStore(database).load(email.id);

      expect(loaded).toEqual({ ...email, state: 'scheduled', version: 1, outboundMessageId: null });
    }));

  it('is sent once, and not missed afterwards', () =>
    withMigratedDatabase(async (database) => {
      const store = scheduledEmailStore(database);
      const { id, caseId } = await someScheduledEmail(database);
      const outbound = await someOutboundMessage(database, caseId);

      expect(await database.transaction((tx) => store.sent(tx, id, outbound))).toBe(true);
      expect(await database.transaction((tx) => store.sent(tx, id, outbound))).toBe(false);
      expect(await database.transaction((tx) => store.missed(tx, id))).toBe(false);

      expect(await store.load(id)).toMatchObject({ state: 'sent', outboundMessageId: outbound, version: 2 });
    }));

  it('that is cancelled while it is sent ends as one of the two, and the loser is told', () =>
    withMigratedDatabase(async (database) => {
      const store = scheduledEmailStore(database);
      for (let race = 0; race < 20; race++) {
        const email = await someScheduledEmail(database);

        const [missed, cancelled] = await Promise.all([
          database.transaction((tx) => store.missed(tx, email.id)),
          database.transaction((tx) => scheduleDesk.cancel(tx, email.id, 1)),
        ]);

        expect(missed !== cancelled).toBe(true);
        expect((await store.load(email.id)).state).toBe(missed ? 'missed' : 'cancelled');
      }
    }));
});
