import { describe, expect, it } from 'vitest';
import { hours } from './duration.ts';
import { pop3MailboxSettings, silentSince } from './pop3-mailbox.ts';

const now = new Date('2026-11-25T12:00:00Z');
const hoursAgo = (n: number) => new Date(now.getTime() - hours(n));

describe('a mailbox', () => {
  const mailbox = { active: true, silentAfterHours: 48, lastMailAt: hoursAgo(49), createdAt: hoursAgo(99) };

  it('is silent since its last mail, or since it was made, once that is longer ago than its settings allow', () => {
    expect(silentSince(mailbox, now)).toEqual(hoursAgo(49));
    expect(silentSince({ ...mailbox, lastMailAt: null }, now)).toEqual(hoursAgo(99));
    expect(silentSince({ ...mailbox, lastMailAt: hoursAgo(47) }, now)).toBeNull();
  });

  it('that is switched off, or may be silent for ever, is not', () => {
    expect(silentSince({ ...mailbox, active: false }, now)).toBeNull();
    expect(silentSince({ ...mailbox, silentAfterHours: null }, now)).toBeNull();
  });
});

describe('the settings of a mailbox', () => {
  const server = { protocol: 'pop3s', host: 'outlook.office365.com', port: 995, userName: 'loket@example.nl' };
  const withOauth = (oauth: object) => ({ ...server, authentication: 'oauth', oauth: { clientId: 'app', ...oauth } });
  const problems = (settings: object) =>
    (pop3MailboxSettings.safeParse(settings).error?.issues ?? []).map(({ path }) => path.join('.'));

  it.each([
    [{ ...server, password: 'geheim' }],
    [withOauth({ tenant: 'example.nl', clientSecret: 'x' })],
    [withOauth({ tenant: 'example.nl', grant: 'refreshToken', refreshToken: 'x' })],
    [withOauth({ provider: 'google', grant: 'serviceAccount', privateKey: '-----BEGIN PRIVATE KEY-----' })],
    [withOauth({ tokenUrl: 'https://tokens.example.nl/', clientSecret: 'x' })],
  ])('%# are whole', (settings) => {
    expect(problems(settings)).toEqual([]);
  });

  it.each([
    [server, 'password'],
    [{ ...server, authentication: 'oauth' }, 'oauth'],
    [withOauth({ clientSecret: 'x' }), 'oauth.tenant'],
    [withOauth({ tenant: 'example.nl/../evil', clientSecret: 'x' }), 'oauth.tenant'],
    [withOauth({ tenant: 'example.nl' }), 'oauth.clientSecret'],
    [withOauth({ tenant: 'example.nl', grant: 'refreshToken' }), 'oauth.refreshToken'],
    [withOauth({ provider: 'google', grant: 'serviceAccount' }), 'oauth.privateKey'],
    [withOauth({ tokenUrl: 'http://tokens.example.nl/', clientSecret: 'x' }), 'oauth.tokenUrl'],
  ])('%# want %s to be right', (settings, field) => {
    expect(problems(settings)).toContain(field);
  });
});
