import { describe, expect, it } from 'vitest';
import { withMigratedDatabase } from '../migrated-database.ts';
import { closedBox } from '../secrets/closed-box.ts';
import { secretBox } from '../secrets/secret-box.ts';
import { fieldsOf, idOf, key, mailbox, office, oldKey } from './profile-desk.fixture.ts';
import { profileStore } from './profiles.ts';
import { resealSecrets } from './reseal.ts';

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
