import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { someCase, withMigratedDatabase } from '../migrated-database.ts';
import { fieldsOf, idOf, intake, mailbox, office } from './profile-desk.fixture.ts';

describe('a profile', () => {
  it('gives its secret to a stage, never to a person, and lies encrypted', () =>
    withMigratedDatabase(async (database) => {
      const { add, desk, profiles } = office(database);

      const id = idOf(await add({ type: 'pop3Mailbox', active: true, settings: mailbox }));

      expect((await profiles.load('pop3Mailbox', id))?.settings).toMatchObject({
        password: 'hunter2',
        pollSeconds: 60,
      });
      const shown = await desk.show(id);
      expect(shown).toMatchObject({ secretsSet: ['password'], version: 1, settings: { host: 'mail.example.com' } });
      expect(JSON.stringify(shown)).not.toContain('hunter2');
      const rows = await database.ask((m) => m.query('select * from integration_profile'));
      expect(JSON.stringify(rows)).not.toContain('hunter2');
    }));

  it('keeps a secret that is left out of a change, and takes one that is given', () =>
    withMigratedDatabase(async (database) => {
      const { add, change, profiles } = office(database);
      const id = idOf(await add({ type: 'pop3Mailbox', active: true, settings: mailbox }));
      const { password: _, ...withoutPassword } = mailbox;
      const form = { id, name: 'Postbus', active: true };

      await change({ ...form, version: 1, settings: { ...withoutPassword, pollSeconds: 90 } });
      const kept = await profiles.load('pop3Mailbox', id);
      await change({ ...form, version: 2, settings: { ...mailbox, password: 'another' } });

      expect(kept).toMatchObject({
        name: 'Postbus',
        version: 2,
        settings: { pollSeconds: 90, password: 'hunter2' },
      });
      expect((await profiles.load('pop3Mailbox', id))?.settings.password).toBe('another');
    }));

  it('gives no secret to another server: it is asked for again', () =>
    withMigratedDatabase(async (database) => {
      const { add, change, profiles } = office(database);
      const server = { host: 'smtp.example.com', userName: 'post', password: 'hunter2' };
      const settings = { senderAddress: 'info@example.com', senderName: 'Gemeente', externalServer: server };
      const id = idOf(await add({ type: 'outgoingMail', active: true, settings }));
      const { password: _, ...withoutPassword } = server;
      const moved = (host: string) =>
        change({
          ...{ id, name: 'Post', active: true, version: 1 },
          settings: { ...settings, externalServer: { ...withoutPassword, host } },
        });

      expect(fieldsOf(await moved('smtp.evil.example'))).toContain('settings.externalServer.password');
      expect(fieldsOf(await moved('SMTP.example.com'))).toBe('written');
      expect((await profiles.load('outgoingMail', id))?.settings.externalServer?.password).toBe('hunter2');
    }));

  it('says for each field what is wrong with it, and nothing is written', () =>
    withMigratedDatabase(async (database) => {
      const { add } = office(database);
      const settings = {
        senderAddress: 'nobody',
        senderName: '',
        externalServer: { host: '', userName: 'x', password: 'y' },
      };

      const written = await add({ type: 'outgoingMail', name: ' ', active: true, settings });

      expect(fieldsOf(written)).toEqual([
        'name',
        'settings.senderAddress',
        'settings.senderName',
        'settings.externalServer.host',
      ]);
      expect(await database.ask((m) => m.query('select id from integration_profile'))).toEqual([]);
    }));

  it('that another one or a missing record stands in the way of is refused by field', () =>
    withMigratedDatabase(async (database) => {
      const { add } = office(database);
      await add({ type: 'mailReception', active: true, settings: {} });
      await add({ type: 'incomingMail', active: true, settings: intake('Post@example.com') });
      const startsCases = {
        interface: 'caseType',
        address: 'a@example.com',
        mapping: {},
        fallbackRequestor: 'Onbekend',
      };
      const missing = { ...startsCases, caseTypeId: randomUUID(), acknowledgementTemplateId: randomUUID() };

      expect(fieldsOf(await add({ type: 'mailReception', active: true, settings: {} }))).toEqual(['active']);
      expect(fieldsOf(await add({ type: 'mailReception', active: false, settings: {} }))).toBe('written');
      expect(fieldsOf(await add({ type: 'incomingMail', active: true, settings: intake('post@EXAMPLE.com') }))).toEqual(
        ['settings.address'],
      );
      expect(fieldsOf(await add({ type: 'incomingMail', active: true, settings: missing }))).toEqual([
        'settings.caseTypeId',
        'settings.acknowledgementTemplateId',
      ]);
      const { caseTypeId } = await someCase(database);
      expect(
        fieldsOf(await add({ type: 'incomingMail', active: true, settings: { ...startsCases, caseTypeId } })),
      ).toBe('written');
    }));

  it('is activated by one of many who do so at once', () =>
    withMigratedDatabase(async (database) => {
      const { add } = office(database);

      const all = await Promise.all(
        Array.from({ length: 6 }, () => add({ type: 'scheduledEmail', active: true, settings: {} })),
      );

      expect(all.filter(({ kind }) => kind === 'written')).toHaveLength(1);
    }));

  it('is changed only by who saw its newest version', () =>
    withMigratedDatabase(async (database) => {
      const { add, change } = office(database);
      const id = idOf(await add({ type: 'mailReception', active: false, settings: {} }));
      const form = { id, name: 'Ontvangst', active: true, settings: { codeDigits: 8 } };

      expect(await change({ ...form, version: 1 })).toEqual({ kind: 'written', id, version: 2 });
      expect(await change({ ...form, version: 1 })).toEqual({ kind: 'changed' });
      await expect(change({ ...form, id: randomUUID(), version: 1 })).rejects.toMatchObject({ code: 'record-missing' });
    }));

  it('is null when it is switched off, and missing when it is not there or of another type', () =>
    withMigratedDatabase(async (database) => {
      const { add, profiles } = office(database);
      const id = idOf(await add({ type: 'pop3Mailbox', active: false, settings: mailbox }));

      expect(await profiles.load('pop3Mailbox', id)).toBeNull();
      expect(await profiles.active('pop3Mailbox')).toEqual([]);
      await expect(profiles.load('mailReception', id)).rejects.toMatchObject({ code: 'profile-missing' });
    }));

  it('shows when it last worked, and since when it does not', () =>
    withMigratedDatabase(async (database) => {
      const { add, desk, profiles } = office(database);
      const id = idOf(await add({ type: 'pop3Mailbox', active: true, settings: mailbox }));

      await profiles.health(id, { ok: false, code: 'pop3-tls' });
      const first = (await desk.show(id)).health;
      await profiles.health(id, { ok: false, code: 'pop3-login-refused' });
      const second = (await desk.show(id)).health;
      await profiles.health(id, { ok: true });
      const third = (await desk.show(id)).health;

      expect(first).toMatchObject({ lastSuccessAt: null, lastErrorCode: 'pop3-tls', failingSince: expect.any(Date) });
      expect(second).toMatchObject({ lastErrorCode: 'pop3-login-refused', failingSince: first.failingSince });
      expect(third).toMatchObject({ lastSuccessAt: expect.any(Date), failingSince: null });
    }));
});
