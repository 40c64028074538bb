import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { someCase, withMigratedDatabase } from '../migrated-database.ts';
import { closedBox } from '../secrets/closed-box.ts';
import { secretBox } from '../secrets/secret-box.ts';
import { profileDesk } from './profile-desk.ts';
import { profileStore } from './profiles.ts';
import { resealSecrets } from './reseal.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
const oldKey = key('old');
const secrets = secretBox([oldKey]);

const mailbox = { protocol: 'pop3s', host: 'mail.example.com', port: 995, userName: 'info', password: 'hunter2' };
const intake = (address: string) => ({ interface: 'documentIntake', address });

function office(database: Database, box = secrets) {
  const desk = profileDesk(database, { secrets: box });
  const add = (profile: Omit<Parameters<typeof desk.add>[1], 'id' | 'name'> & { name?: string }) => {
    const id = randomUUID();
    return database.transaction((tx) => desk.add(tx, { name: 'Profiel', ...profile, id }));
  };
  const change = (profile: Parameters<typeof desk.change>[1]) => database.transaction((tx) => desk.change(tx, profile));
  return { desk, add, change, profiles: profileStore(database, { secrets: box }) };
}

const fieldsOf = (written: Awaited<ReturnType<ReturnType<typeof office>['add']>>) =>
  written.kind === 'invalid' ? written.problems.map(({ field }) => field) : written.kind;

const idOf = (written: Awaited<ReturnType<ReturnType<typeof office>['add']>>) =>
  written.kind === 'written' ? written.id : '';

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

describe('a mailbox with OAuth', () => {
  const oauth = { clientId: 'app', tenant: 'example.nl', grant: 'refreshToken', refreshToken: 'eerste' };
  const withOauth = { ...mailbox, password: undefined, authentication: 'oauth', oauth };
  const renewed = { expiresAt: new Date('2026-11-25T13:00:00Z'), refreshToken: 'tweede' };

  it('keeps the refresh token that took the place of another, sealed, with the moment the access token expires', () =>
    withMigratedDatabase(async (database) => {
      const { add, desk, profiles } = office(database);
      const id = idOf(await add({ type: 'pop3Mailbox', active: true, settings: withOauth }));

      await database.transaction((tx) => profiles.tokenRenewed(tx, { id, version: 1 }, renewed));

      expect((await profiles.load('pop3Mailbox', id))?.settings.oauth?.refreshToken).toBe('tweede');
      expect(await desk.show(id)).toMatchObject({
        ...{ version: 1, secretsSet: ['oauth.refreshToken'] },
        health: { tokenExpiresAt: renewed.expiresAt },
      });
      const [row] = await database.ask((m) => m.query('select settings::text from integration_profile'));
      expect(row.settings).not.toMatch(/eerste|tweede/u);
    }));

  it('that was set up anew meanwhile keeps what it was set up with', () =>
    withMigratedDatabase(async (database) => {
      const { add, change, profiles } = office(database);
      const id = idOf(await add({ type: 'pop3Mailbox', active: true, settings: withOauth }));
      const settings = { ...withOauth, oauth: { ...oauth, refreshToken: 'met de hand' } };
      await change({ id, name: 'Postbus', active: true, version: 1, settings });

      await database.transaction((tx) => profiles.tokenRenewed(tx, { id, version: 1 }, renewed));

      expect((await profiles.load('pop3Mailbox', id))?.settings.oauth?.refreshToken).toBe('met de hand');
    }));

  it('wants its secrets again for another token server, tenant or mail server', () =>
    withMigratedDatabase(async (database) => {
      const { add, change } = office(database);
      const id = idOf(await add({ type: 'pop3Mailbox', active: true, settings: withOauth }));
      const form = { id, name: 'Postbus', active: true, version: 1 };
      const { refreshToken: _, ...without } = oauth;

      for (const settings of [
        { ...withOauth, host: 'evil.example', oauth: without },
        { ...withOauth, oauth: { ...without, tenant: 'evil.example' } },
        { ...withOauth, oauth: { ...without, tokenUrl: 'https://evil.example/' } },
      ]) {
        expect(fieldsOf(await change({ ...form, settings }))).toContain('settings.oauth.refreshToken');
      }
      expect(fieldsOf(await change({ ...form, settings: { ...withOauth, oauth: without } }))).toBe('written');
    }));

  it('is polled by who holds no key', () =>
    withMigratedDatabase(async (database) => {
      const privateKey = '-----BEGIN PRIVATE KEY-----\nx';
      const service = { provider: 'google', grant: 'serviceAccount', clientId: 'app', privateKey };
      const id = idOf(
        await office(database).add({ type: 'pop3Mailbox', active: true, settings: { ...withOauth, oauth: service } }),
      );

      const polled = await profileStore(database, { secrets: closedBox }).active('pop3Mailbox');

      expect(polled.map((profile) => profile.id)).toEqual([id]);
    }));
});

describe('a change of keys', () => {
  it('seals what the old key sealed with the new one, after which the old one can go', () =>
    withMigratedDatabase(async (database) => {
      const id = idOf(await office(database).add({ type: 'pop3Mailbox', active: true, settings: mailbox }));
      const newKey = key('new');
      const both = secretBox([newKey, oldKey]);

      expect(await resealSecrets(database, { secrets: both })).toBe(1);
      expect(await resealSecrets(database, { secrets: both })).toBe(0);

      const { profiles } = office(database, secretBox([newKey]));
      expect((await profiles.load('pop3Mailbox', id))?.settings.password).toBe('hunter2');
    }));

  it('asks for the secret again where its key was lost', () =>
    withMigratedDatabase(async (database) => {
      const id = idOf(await office(database).add({ type: 'pop3Mailbox', active: true, settings: mailbox }));
      const { change, profiles } = office(database, secretBox([key('other')]));
      const { password: _, ...withoutPassword } = mailbox;
      const form = { id, name: 'Postbus', active: true, version: 1 };

      await expect(profiles.load('pop3Mailbox', id)).rejects.toMatchObject({ code: 'secret-unreadable' });
      expect(fieldsOf(await change({ ...form, settings: withoutPassword }))).toEqual(['settings.password']);
      expect(fieldsOf(await change({ ...form, settings: mailbox }))).toBe('written');
    }));
});
