import { randomUUID } from 'node:crypto';
import type { BlobRef, Classification, ReceivedMail, Verdict, Why } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { someBlob, someCase, withMigratedDatabase } from '../migrated-database.ts';
import { inboundMessageStore } from './inbound-messages.ts';

const receive = (database: Database, ...mails: ReceivedMail[]) =>
  database.transaction((tx) => inboundMessageStore(database).received(tx, mails));

const sent = (): ReceivedMail => ({
  id: randomUUID(),
  raw: someBlob(),
  source: { kind: 'smtp', envelopeFrom: 'jan@example.nl', recipient: 'info@example.com', peer: '127.0.0.1' },
  deliveredTo: 'info@example.com',
  sessionId: null,
});

const verdictOn = (raw: BlobRef, action: Verdict['spam']['action'] = 'no action'): Verdict => ({
  sha256: raw.sha256,
  virus: { outcome: 'clean', signature: null, scanner: 'clamd', testSignaturesOnly: false },
  spam: { action, score: 0, required: 15, symbols: ['A\0B'], degraded: false },
  parts: [],
  policy: [],
  authentication: null,
});

const headline = {
  subject: `Vraag\0 ${'x'.repeat(2_000)}`,
  from: 'Jan <jan@example.nl>',
  messageId: '<1@example.nl>',
  sentAt: new Date('2026-11-23T10:00:00Z'),
  attachments: 2,
  incomplete: true,
};

describe('an inbound message', () => {
  it('is put on record once, however often it is offered', () =>
    withMigratedDatabase(async (database) => {
      const mail = sent();

      expect(await receive(database, mail)).toEqual([mail.id]);
      expect(await receive(database, mail)).toEqual([]);

      const message = await inboundMessageStore(database).load(mail.id);
      expect(message).toMatchObject({ state: 'received', raw: mail.raw, source: mail.source, verdict: null });
    }));

  it('goes from scanned over classified to its end, and may go through each twice', () =>
    withMigratedDatabase(async (database) => {
      const messages = inboundMessageStore(database);
      const mail = sent();
      const { id: caseId } = await someCase(database);
      await receive(database, mail);
      const why: Why = {
        rule: 'subjectCode',
        matched: '1-a\0b',
        sender: 'known',
        wrongCodes: [],
        resolvedCaseId: null,
      };
      const classification: Classification = { kind: 'case', caseId, why };
      const result = { verdict: verdictOn(mail.raw), decoded: someBlob(), headline, parts: [] };

      for (const _ of [1, 2]) {
        await database.transaction(async (tx) => {
          await messages.scanned(tx, mail.id, result);
          await messages.classified(tx, mail.id, classification);
          await messages.settled(tx, mail.id, 'onCase', { caseId });
        });
      }

      const message = await messages.load(mail.id);
      expect(message).toMatchObject({ state: 'onCase', caseId, decoded: result.decoded });
      expect(message.verdict?.spam.symbols).toEqual(['AB']);
      expect(message.classification?.why.matched).toBe('1-ab');
      const [row] = await database.ask((m) =>
        m.query('select subject, sender, attachments, incomplete from inbound_message'),
      );
      expect(row).toMatchObject({ sender: headline.from, attachments: 2, incomplete: true });
      expect(row.subject).toHaveLength(1_000);
    }));

  it('that is not clean is in quarantine with its reason', () =>
    withMigratedDatabase(async (database) => {
      const mail = sent();
      await receive(database, mail);

      await database.transaction((tx) =>
        inboundMessageStore(database).quarantined(tx, mail.id, {
          verdict: verdictOn(mail.raw, 'reject'),
          decoded: someBlob(),
          headline,
          parts: [],
        }),
      );

      const rows = await database.ask((m) => m.query('select state, reason from inbound_message'));
      expect(rows).toEqual([{ state: 'quarantined', reason: 'spam' }]);
    }));

  it('is settled only in its end, and no more so when it is taken up again', () =>
    withMigratedDatabase(async (database) => {
      const messages = inboundMessageStore(database);
      const mail = sent();
      await receive(database, mail);
      const settledAt = async () => {
        const [row] = await database.ask((m) => m.query('select settled_at, reason from inbound_message'));
        return [row.settled_at !== null, row.reason];
      };

      await database.transaction((tx) => messages.settled(tx, mail.id, 'unmatched', { reason: 'no profile' }));
      expect(await settledAt()).toEqual([false, 'no profile']);
      await database.transaction((tx) => messages.settled(tx, mail.id, 'discarded', { reason: 'spam' }));
      expect(await settledAt()).toEqual([true, 'spam']);
      const result = { verdict: verdictOn(mail.raw), decoded: someBlob(), headline, parts: [] };
      await database.transaction((tx) => messages.scanned(tx, mail.id, result));
      expect(await settledAt()).toEqual([false, null]);
    }));

  it('that is not there is said to be missing', () =>
    withMigratedDatabase(async (database) => {
      const messages = inboundMessageStore(database);

      await expect(messages.load(randomUUID())).rejects.toMatchObject({ code: 'record-missing' });
      await expect(database.transaction((tx) => messages.settled(tx, randomUUID(), 'unmatched'))).rejects.toMatchObject(
        { code: 'record-missing' },
      );
    }));
});
