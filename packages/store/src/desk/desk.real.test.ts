import { randomUUID } from 'node:crypto';
import type { ReceivedMail } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { documentIntakeStore } from '../document-intake/document-intake.ts';
import { inboundMessageStore } from '../inbound-messages/inbound-messages.ts';
import { someBlob, someCase, withMigratedDatabase } from '../migrated-database.ts';
import { inboundDesk } from './inbound-desk.ts';
import { intakeDesk } from './intake-desk.ts';

async function someMail(database: Database): Promise<string> {
  const source = { kind: 'import', path: 'mail.eml' } as const;
  const mail: ReceivedMail = { id: randomUUID(), raw: someBlob(), source, deliveredTo: null, sessionId: null };
  await database.transaction(async (tx) => {
    await inboundMessageStore(database).received(tx, [mail]);
    await inboundMessageStore(database).settled(tx, mail.id, 'unmatched');
  });
  return mail.id;
}

describe('a message that waits for a person', () => {
  it('is decided about by one of those who do so at once', () =>
    withMigratedDatabase(async (database) => {
      const id = await someMail(database);
      const discard = () =>
        database.transaction(async (tx) => {
          const { state } = await inboundDesk.lock(tx, id);
          if (state === 'unmatched')
            await inboundMessageStore(database).settled(tx, id, 'discarded', { reason: 'reclame' });
          return state;
        });

      const seen = await Promise.all(Array.from({ length: 6 }, discard));

      expect(seen.toSorted()).toEqual([...Array(5).fill('discarded'), 'unmatched']);
    }));
});

describe('a file in the document intake', () => {
  it('is filed or rejected once', () =>
    withMigratedDatabase(async (database) => {
      const { id: caseId } = await someCase(database);
      const inboundMessageId = await someMail(database);
      const file = {
        inboundMessageId,
        ordinal: 3,
        filename: 'kaart.pdf',
        contentType: 'application/pdf',
        ...someBlob(),
      };
      await database.transaction((tx) => documentIntakeStore().add(tx, file));
      const [{ id }] = await database.ask((m) => m.query('select id from intake_document'));

      const decided = await Promise.all([
        database.transaction((tx) => intakeDesk.decide(tx, id, { state: 'filed', caseId })),
        database.transaction((tx) => intakeDesk.decide(tx, id, { state: 'rejected', reason: 'onlees\0baar' })),
      ]);

      expect(decided.filter((one) => one !== null)).toEqual([file]);
      const [row] = await database.ask((m) => m.query('select state, case_id, reason from intake_document'));
      expect(row).toEqual(
        decided[0]
          ? { state: 'filed', case_id: caseId, reason: null }
          : { state: 'rejected', case_id: null, reason: 'onleesbaar' },
      );
    }));
});
