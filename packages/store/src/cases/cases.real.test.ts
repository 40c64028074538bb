import { randomUUID } from 'node:crypto';
import { type Case, newMailCode } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { someCase, withMigratedDatabase } from '../migrated-database.ts';
import { caseTypeDesk } from './case-type-desk.ts';
import { caseStore } from './cases.ts';

const fresh = (like: Case) => ({
  id: randomUUID(),
  caseTypeId: like.caseTypeId,
  subject: `Boom\0 ${'x'.repeat(2_000)}`,
  mailCode: newMailCode(),
  parties: [{ role: 'requestor' as const, name: 'Jan\0', address: null }],
  attributes: { melding_tekst: 'a\0b\ud800' },
});

describe('a case', () => {
  it('is started once with the next number, however often the same one is started', () =>
    withMigratedDatabase(async (database) => {
      const cases = caseStore(database);
      const first = await someCase(database);
      const wanted = fresh(first);

      const started = await database.transaction((tx) => cases.start(tx, wanted));
      const again = await database.transaction((tx) => cases.start(tx, { ...wanted, subject: 'anders' }));

      expect(first.number).toBe(1001);
      expect(started.number).toBeGreaterThan(first.number);
      expect(again).toEqual(started);
      expect(await cases.load(wanted.id)).toEqual(started);
      expect(await cases.findByNumber(started.number)).toEqual(started);
    }));

  it('keeps text of others bounded and free of what PostgreSQL refuses', () =>
    withMigratedDatabase(async (database) => {
      const wanted = fresh(await someCase(database));

      const started = await database.transaction((tx) => caseStore(database).start(tx, wanted));

      expect(started.subject).toHaveLength(1_000);
      expect(started.parties[0]?.name).toBe('Jan');
      expect(started.attributes).toEqual({ melding_tekst: 'ab\ufffd' });
      expect(started).toMatchObject({ status: 'new', targetDate: null, resolvedAt: null });
    }));

  it('is not found by a number that no case can have', () =>
    withMigratedDatabase(async (database) => {
      const cases = caseStore(database);

      expect(await cases.findByNumber(999_999_999_999)).toBeNull();
      expect(await cases.findByNumber(1)).toBeNull();
      await expect(cases.load(randomUUID())).rejects.toMatchObject({ code: 'record-missing' });
    }));
});

describe('a case type', () => {
  const wanted = () => ({
    id: randomUUID(),
    name: 'Melding',
    attributes: [{ magicString: 'melding_tekst', label: 'Tekst', type: 'longText' as const }],
  });

  it('is given back as it was written, and changed by who saw its newest version', () =>
    withMigratedDatabase(async (database) => {
      const caseType = wanted();
      const change = (version: number) =>
        database.transaction((tx) => caseTypeDesk.change(tx, { ...caseType, name: 'Klacht', version }));
      await database.transaction((tx) => caseTypeDesk.add(tx, caseType));

      expect(await caseStore(database).loadCaseType(caseType.id)).toEqual(caseType);
      expect(await change(1)).toMatchObject({ kind: 'written', version: 2 });
      expect(await change(1)).toEqual({ kind: 'changed' });
    }));

  it('has a name of its own, and each magic string once', () =>
    withMigratedDatabase(async (database) => {
      await database.transaction((tx) => caseTypeDesk.add(tx, wanted()));
      const add = (more: object) => database.transaction((tx) => caseTypeDesk.add(tx, { ...wanted(), ...more }));
      const [attribute] = wanted().attributes;

      expect(await add({ name: 'melding' })).toMatchObject({ problems: [{ field: 'name' }] });
      expect(await add({ name: 'B', attributes: [attribute, attribute] })).toMatchObject({
        problems: [{ field: 'attributes' }],
      });
      expect(await add({ name: 'B', attributes: [{ ...attribute, magicString: 'A b' }] })).toMatchObject({
        problems: [{ field: 'attributes.0.magicString' }],
      });
    }));
});
