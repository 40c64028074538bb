import { describe, expect, it } from 'vitest';
import { draftOf, EMPTY_DRAFT, settingsOf } from './mailbox-draft.ts';

const DRAFT = { ...EMPTY_DRAFT, name: 'Algemeen', host: ' pop.example.nl ', userName: 'post' };

describe('the form of a mailbox', () => {
  it('gives numbers as numbers, and what is empty as nothing', () => {
    expect(settingsOf({ ...DRAFT, silentAfterHours: '' })).toMatchObject({
      ...{ host: 'pop.example.nl', port: 995, maximumSizeMb: 50, silentAfterHours: null, address: null, oauth: null },
    });
  });

  it('gives what is no number as it is, for the API to refuse', () => {
    expect(settingsOf({ ...DRAFT, port: 'negen' }).port).toBe('negen');
  });

  it('leaves out the secrets that nobody typed, so that those on record stay', () => {
    expect(settingsOf(DRAFT)).not.toHaveProperty('password');
    expect(settingsOf({ ...DRAFT, password: 'geheim' })).toMatchObject({ password: 'geheim' });
    const oauth = settingsOf({ ...DRAFT, authentication: 'oauth', refreshToken: 'r' }).oauth;
    expect(oauth).toMatchObject({ refreshToken: 'r' });
    expect(oauth).not.toHaveProperty('clientSecret');
  });

  it('asks for days only where mail is left on the server', () => {
    expect(settingsOf({ ...DRAFT, deleteAfterDays: '7' }).deleteAfterDays).toBeNull();
    expect(settingsOf({ ...DRAFT, afterFetch: 'leave', deleteAfterDays: '7' }).deleteAfterDays).toBe(7);
  });

  it('is the same after it was written and read again', () => {
    const oauth = {
      provider: 'google',
      grant: 'serviceAccount',
      clientId: 'c',
      tokenUrl: 'https://t.example',
    } as const;
    const draft = { ...DRAFT, host: 'h', authentication: 'oauth', ...oauth, oauthCa: 'pem', oneLine: true } as const;
    const profile = { id: 'b1', type: 'pop3Mailbox', name: 'Algemeen', active: true, version: 1, secretsSet: [] };

    expect(draftOf({ ...profile, settings: settingsOf(draft) })).toEqual(draft);
  });

  it('of an earlier version has the defaults of what it did not know', () => {
    const settings = { protocol: 'stls', host: 'h', port: 110, userName: 'u' } as const;

    expect(
      draftOf({ id: 'b1', type: 'pop3Mailbox', name: 'n', active: false, version: 1, settings, secretsSet: [] }),
    ).toMatchObject({
      protocol: 'stls',
      port: '110',
      afterFetch: 'delete',
      authentication: 'password',
      maximumSizeMb: '50',
    });
  });
});
