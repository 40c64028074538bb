import { randomUUID } from 'node:crypto';
import type { Case, ContactMoment, DocumentRole, Tx } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { documentIntakeStore } from '../document-intake/document-intake.ts';
import { inboundMessageStore } from '../inbound-messages/inbound-messages.ts';
import { someBlob, someCase, withMigratedDatabase } from '../migrated-database.ts';
import { outboundMessageStore } from '../outbound-messages/outbound-messages.ts';
import { dossierStore } from './dossier.ts';

const momentOn = (on: Case, more: Partial<ContactMoment>): Omit<ContactMoment, 'id'> => ({
  caseId: on.id,
  direction: 'inbound',
  channel: 'email',
  who: 'Jan\0',
  subject: 'Stoep',
  summary: 'x'.repeat(900),
  at: new Date('2026-11-23T10:00:00Z'),
  inboundMessageId: null,
  outboundMessageId: null,
  why: null,
  flags: ['possibleSpam'],
  ...more,
});

async function inboundMail(database: Database): Promise<string> {
  const id = randomUUID();
  const source = { kind: 'import' as const, path: 'mail.eml' };
  const mail = { id, raw: someBlob(), source, deliveredTo: null, sessionId: null };
  await database.transaction((tx) => inboundMessageStore(database).received(tx, [mail]));
  return id;
}

async function outboundMail(database: Database): Promise<string> {
  const id = randomUUID();
  const content = {
    kind: 'caseMail' as const,
    subject: 'Re',
    text: '',
    html: null,
    sender: null,
    attachments: [],
    inReplyTo: null,
  };
  const recipients = [{ role: 'to' as const, address: 'jan@example.nl', name: '' }];
  await database.transaction((tx) =>
    outboundMessageStore(database).queued(tx, { id, caseId: null, content, recipients }),
  );
  return id;
}

const twice = async (database: Database, record: (tx: Tx) => Promise<void>) => {
  await database.transaction(record);
  await database.transaction(record);
};

const rowsOf = (database: Database, table: string) =>
  database.ask((m) => m.query(`select * from ${table} order by created_at`));

describe('the dossier', () => {
  it('has one contact moment per message, however often it is added', () =>
    withMigratedDatabase(async (database) => {
      const on = await someCase(database);
      const [received, sent] = [await inboundMail(database), await outboundMail(database)];

      await twice(database, (tx) => dossierStore().addContactMoment(tx, momentOn(on, { inboundMessageId: received })));
      await twice(database, (tx) =>
        dossierStore().addContactMoment(tx, momentOn(on, { direction: 'outbound', outboundMessageId: sent })),
      );

      const moments = await rowsOf(database, 'contact_moment');
      expect(moments).toHaveLength(2);
      expect(moments[0]).toMatchObject({ who: 'Jan', flags: ['possibleSpam'], summary: 'x'.repeat(500) });
    }));

  it('has one document per mail, role and ordinal, and as many uploads as there were', () =>
    withMigratedDatabase(async (database) => {
      const on = await someCase(database);
      const [received, sent] = [await inboundMail(database), await outboundMail(database)];
      const add = (role: DocumentRole, ordinal: number, of: object) => (tx: Tx) =>
        dossierStore().addDocument(tx, {
          ...{
            caseId: on.id,
            role,
            ordinal,
            filename: `a\0${'b'.repeat(300)}`,
            contentType: 'text/plain',
            ...someBlob(),
          },
          ...{ inboundMessageId: null, outboundMessageId: null, ...of },
        });

      for (const [role, ordinal] of [
        ['attachment', 0],
        ['attachment', 1],
        ['mailAsEml', 0],
      ] as const) {
        await twice(database, add(role, ordinal, { inboundMessageId: received }));
      }
      await twice(database, add('mailAsPdf', 0, { outboundMessageId: sent }));
      await twice(database, add('upload', 0, {}));

      const documents: { role: string; filename: string }[] = await rowsOf(database, 'document');
      expect(documents.map(({ role }) => role)).toEqual([
        ...['attachment', 'attachment', 'mailAsEml', 'mailAsPdf', 'upload', 'upload'],
      ]);
      expect(documents[0]?.filename).toHaveLength(255);
    }));
});

describe('the document intake', () => {
  it('takes each file of a mail once', () =>
    withMigratedDatabase(async (database) => {
      const inboundMessageId = await inboundMail(database);
      const add = (ordinal: number) => (tx: Tx) =>
        documentIntakeStore().add(tx, {
          ...{ inboundMessageId, ordinal, filename: 'kaart.pdf', contentType: 'application/pdf', ...someBlob() },
        });

      await twice(database, add(0));
      await twice(database, add(1));

      const files = await rowsOf(database, 'intake_document');
      expect(files).toHaveLength(2);
      expect(files[0]).toMatchObject({ state: 'waiting', case_id: null, reason: null });
    }));
});
