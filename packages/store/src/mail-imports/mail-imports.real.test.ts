import { randomUUID } from 'node:crypto';
import type { ImportedMail } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import type { Database } from '../database.ts';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { mailImportStore } from './mail-imports.ts';

const mailOf = (key: string): ImportedMail => ({
  key,
  mail: {
    ...{ id: randomUUID(), raw: someBlob(), source: { kind: 'import', path: '/post/a.mbox', ordinal: 2 } },
    ...{ deliveredTo: 'info@gemeente.nl', sessionId: null },
  },
});

const put = (database: Database, run: string, ...mails: ImportedMail[]) =>
  database.transaction((tx) => mailImportStore(database).imported(tx, run, mails));

test('a mail from a file is put on record once, and counts for the run that found it last', () =>
  withMigratedDatabase(async (database) => {
    const imports = mailImportStore(database);
    const [first, again, other] = [mailOf('een'), mailOf('een'), mailOf('twee')];
    const [monday, tuesday] = [randomUUID(), randomUUID()];

    expect(await put(database, monday, first)).toEqual([first.mail.id]);
    expect(await put(database, tuesday, again, other)).toEqual([other.mail.id]);

    expect(await imports.whereabouts(monday)).toEqual({});
    expect(await imports.whereabouts(tuesday)).toEqual({ received: 2 });
    const rows = await database.ask((m) => m.query('select id, source from inbound_message order by received_at'));
    expect(rows.map((row: { id: string }) => row.id).sort()).toEqual([first.mail.id, other.mail.id].sort());
    expect(rows[0].source).toEqual({ kind: 'import', path: '/post/a.mbox', ordinal: 2 });
  }));

test('what is known is told, and counts for the run that asks', () =>
  withMigratedDatabase(async (database) => {
    const imports = mailImportStore(database);
    await put(database, randomUUID(), mailOf('een'), mailOf('twee'));
    const run = randomUUID();

    expect(await imports.known(run, ['twee', 'drie'])).toEqual(new Set(['twee']));

    expect(await imports.whereabouts(run)).toEqual({ received: 1 });
  }));

test('of two imports of one file at the same time each mail comes in once', () =>
  withMigratedDatabase(async (database) => {
    const keys = Array.from({ length: 40 }, (_, i) => `${i}`);
    const importAll = () => put(database, randomUUID(), ...keys.map(mailOf));

    const fresh = await Promise.all([importAll(), importAll(), importAll()]);

    expect(fresh.flat()).toHaveLength(40);
    const [{ count }] = await database.ask((m) => m.query('select count(*)::integer as count from inbound_message'));
    expect(count).toBe(40);
  }));

test('an import that is rolled back leaves nothing', () =>
  withMigratedDatabase(async (database) => {
    const mail = mailOf('een');
    const fails = database.transaction(async (tx) => {
      await mailImportStore(database).imported(tx, randomUUID(), [mail]);
      throw new Error('no');
    });

    await expect(fails).rejects.toThrow('no');
    expect(await mailImportStore(database).known(randomUUID(), ['een'])).toEqual(new Set());
  }));
