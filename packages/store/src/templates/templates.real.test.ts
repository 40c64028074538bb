import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withMigratedDatabase } from '../migrated-database.ts';
import { templateDesk } from './template-desk.ts';
import { templateStore } from './templates.ts';

const template = () => ({
  id: randomUUID(),
  name: 'Ontvangst',
  subject: 'Uw melding [[zaaknummer]]',
  text: 'Beste [[aanvrager_naam]]',
  html: null,
  senderName: null,
  senderAddress: null,
});

describe('an e-mail template', () => {
  it('is given back as it was written, and changed by who saw its newest version', () =>
    withMigratedDatabase(async (database) => {
      const written = template();
      const change = (version: number) =>
        database.transaction((tx) => templateDesk.change(tx, { ...written, text: 'Anders', version }));

      await database.transaction((tx) => templateDesk.add(tx, written));

      expect(await templateStore(database).load(written.id)).toEqual(written);
      expect(await change(1)).toEqual({ kind: 'written', id: written.id, version: 2 });
      expect(await change(1)).toEqual({ kind: 'changed' });
      expect((await templateStore(database).load(written.id)).text).toBe('Anders');
    }));

  it('has a name of its own and a subject of one line', () =>
    withMigratedDatabase(async (database) => {
      await database.transaction((tx) => templateDesk.add(tx, template()));
      const add = (more: object) => database.transaction((tx) => templateDesk.add(tx, { ...template(), ...more }));

      expect(await add({ name: 'ONTVANGST' })).toMatchObject({ problems: [{ field: 'name' }] });
      expect(await add({ name: 'B', subject: 'x\r\nBcc: evil@example.com' })).toMatchObject({
        problems: [{ field: 'subject' }],
      });
    }));

  it('that is not there is said to be missing', () =>
    withMigratedDatabase(async (database) => {
      const missing = { ...template(), version: 1 };

      await expect(templateStore(database).load(missing.id)).rejects.toMatchObject({ code: 'record-missing' });
      await expect(database.transaction((tx) => templateDesk.change(tx, missing))).rejects.toMatchObject({
        code: 'record-missing',
      });
    }));
});
