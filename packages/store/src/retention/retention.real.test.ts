import { randomUUID } from 'node:crypto';
import { days, type InboundState } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { someBlob, someCase, withMigratedDatabase } from '../migrated-database.ts';
import { type EndWithTerm, retention } from './retention.ts';

interface Some {
  state: InboundState;
  /** Days ago that it got there. */
  since: number;
  hold?: boolean;
  caseId?: string;
}

async function someMail({ ask }: Database, { state, since, hold = false, caseId }: Some): Promise<string> {
  const id = randomUUID();
  const waits = state === 'quarantined';
  const at = new Date(Date.now() - days(since));
  await ask((m) =>
    m.query(
      `insert into inbound_message (id, raw_sha256, raw_size, source, state, received_at, quarantined_at, settled_at,
                                    legal_hold, case_id, decoded_sha256, decoded_size)
       values ($1, $2, 10, '{}', $3, now() - interval '900 days', $4, $5, $6, $7, $8, 10)`,
      [
        ...[id, someBlob().sha256, state, waits ? at : null, waits ? null : at, hold, caseId ?? null],
        someBlob().sha256,
      ],
    ),
  );
  await ask((m) => m.query('insert into message_blob values ($1, $2)', [id, someBlob().sha256]));
  return id;
}

const rowOf = async ({ ask }: Database, id: string) =>
  (await ask((m) => m.query('select * from inbound_message where id = $1', [id])))[0];

describe('mail in quarantine', () => {
  it('is deleted when its term is over, with that reason, and audited', () =>
    withMigratedDatabase(async (database) => {
      const overdue = await someMail(database, { state: 'quarantined', since: 30.1 });
      const waits = await someMail(database, { state: 'quarantined', since: 29.9 });

      expect(await retention(database).deleteOverdue(days(30), 10)).toBe(1);

      expect(await rowOf(database, overdue)).toMatchObject({ state: 'deleted', reason: 'retention', version: 2 });
      expect(await rowOf(database, waits)).toMatchObject({ state: 'quarantined' });
      expect(await database.ask((m) => m.query('select actor, action, subject_id, details from audit_entry'))).toEqual([
        { actor: 'Zaakpost', action: 'mail.deleted', subject_id: overdue, details: { reason: 'retention' } },
      ]);
    }));

  it('goes oldest first, no more than was asked at a time, and each once', () =>
    withMigratedDatabase(async (database) => {
      for (const since of [50, 40, 60]) await someMail(database, { state: 'quarantined', since });
      const [one, other] = [retention(database), retention(database)];

      const together = await Promise.all([one.deleteOverdue(days(30), 1), other.deleteOverdue(days(30), 1)]);

      expect(together.reduce((a, b) => a + b)).toBeGreaterThan(0);
      expect(await one.deleteOverdue(days(30), 10)).toBe(3 - together.reduce((a, b) => a + b));
    }));

  it('stays under a legal hold, its own or that of its case', () =>
    withMigratedDatabase(async (database) => {
      const { id: caseId } = await someCase(database);
      await database.ask((m) => m.query('update "case" set legal_hold = true'));
      await someMail(database, { state: 'quarantined', since: 90, hold: true });
      await someMail(database, { state: 'quarantined', since: 90, caseId });

      expect(await retention(database).deleteOverdue(days(30), 10)).toBe(0);
    }));
});

describe('the bytes of a mail at its end', () => {
  it('go when their term is over; the row, its hash and its times stay', () =>
    withMigratedDatabase(async (database) => {
      const over = await someMail(database, { state: 'discarded', since: 31 });
      const recent = await someMail(database, { state: 'discarded', since: 29 });
      const before = await rowOf(database, over);

      expect(await retention(database).letGo('discarded', days(30), 10)).toBe(1);

      const gone = { bytes_gone_at: expect.any(Date), decoded_sha256: null, decoded_size: null, version: 2 };
      expect(await rowOf(database, over)).toEqual({ ...before, ...gone });
      expect(await rowOf(database, recent)).toMatchObject({ bytes_gone_at: null });
      expect(await database.ask((m) => m.query('select message_id from message_blob'))).toEqual([
        { message_id: recent },
      ]);
      expect(await retention(database).letGo('discarded', days(30), 10)).toBe(0);
    }));

  it.each(['onCase', 'failed', 'inDocumentIntake', 'unmatched'] as InboundState[])(
    'are never let go of while it is %s',
    (state) =>
      withMigratedDatabase(async (database) => {
        await someMail(database, { state, since: 9_999 });

        expect(await retention(database).letGo(state as EndWithTerm, 0, 10)).toBe(0);
      }),
  );

  it('stay under a legal hold', () =>
    withMigratedDatabase(async (database) => {
      await someMail(database, { state: 'deleted', since: 90, hold: true });

      expect(await retention(database).letGo('deleted', days(30), 10)).toBe(0);
    }));
});
