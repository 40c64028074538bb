import { describe, expect, it } from 'vitest';
import { megabytes } from './duration.ts';
import { PROFILE_SETTINGS, type ProfileType, SECRET_SETTINGS, sizeLimit } from './integration-profile.ts';

const PEM = '-----BEGIN PRIVATE KEY-----\nabc';
const UUID = '0b3ad1a2-6a5c-4a1e-9d1b-0a4f6f6f6f6f';

const outgoingMail = { senderAddress: 'info@example.com', senderName: 'Gemeente Voorbeeld' };
const externalServer = { host: 'smtp.example.com', userName: 'u', password: 'p' };
const pop3Mailbox = { protocol: 'pop3s', host: 'pop.example.com', port: 995, userName: 'u', password: 'p' };
const caseType = {
  interface: 'caseType',
  address: 'info@example.com',
  caseTypeId: UUID,
  mapping: {},
  fallbackRequestor: 'Onbekend',
};

/** The paths of the settings that are not as they must be. */
function problems(type: ProfileType, settings: unknown): string[] {
  const { error } = PROFILE_SETTINGS[type].safeParse(settings);
  for (const { message } of error?.issues ?? []) expect(message).not.toBe('');
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('the settings of a profile', () => {
  it.each<[ProfileType, object, object]>([
    [
      'outgoingMail',
      outgoingMail,
      { ...outgoingMail, subjectPrefix: '', maximumSizeMb: 10, externalServer: null, dkim: null },
    ],
    ['mailReception', {}, { codeDigits: 6 }],
    [
      'pop3Mailbox',
      pop3Mailbox,
      {
        ...pop3Mailbox,
        ...{ authentication: 'password', oauth: null, ca: null, address: null, maximumSizeMb: 50, pollSeconds: 60 },
        ...{ afterFetch: 'delete', deleteAfterDays: null, silentAfterHours: 48 },
      },
    ],
    [
      'incomingMail',
      caseType,
      { ...caseType, mapping: { subject: null, from: null, body: null }, acknowledgementTemplateId: null },
    ],
    ['scheduledEmail', {}, { graceHours: 24 }],
  ])('%s are filled up with what goes without saying', (type, given, whole) => {
    expect(PROFILE_SETTINGS[type].parse(given)).toEqual(whole);
  });

  it('submit mail on port 587 unless another is named', () => {
    const { externalServer: server } = PROFILE_SETTINGS.outgoingMail.parse({ ...outgoingMail, externalServer });

    expect(server).toEqual({ ...externalServer, port: 587, ca: null });
  });

  it.each<[ProfileType, object]>([
    ['outgoingMail', { ...outgoingMail, maximumSizeMb: 20, subjectPrefix: 'x'.repeat(60) }],
    ['outgoingMail', { ...outgoingMail, dkim: { domain: 'example.com', selector: 'a.b_c-1', privateKey: PEM } }],
    ['mailReception', { codeDigits: 32 }],
    ['pop3Mailbox', { ...pop3Mailbox, protocol: 'stls', port: 110, ca: PEM, address: 'info@example.com' }],
    ['incomingMail', { interface: 'documentIntake', address: 'scan@example.com' }],
    ['scheduledEmail', { graceHours: 0 }],
  ])('%s may be %j', (type, settings) => {
    expect(problems(type, settings)).toEqual([]);
  });

  it.each<[ProfileType, object, string[]]>([
    ['outgoingMail', { senderAddress: 'info', senderName: ' ' }, ['senderAddress', 'senderName']],
    ['outgoingMail', { ...outgoingMail, maximumSizeMb: 21 }, ['maximumSizeMb']],
    ['outgoingMail', { ...outgoingMail, maximumSizeMb: 0 }, ['maximumSizeMb']],
    ['outgoingMail', { ...outgoingMail, subjectPrefix: 'x'.repeat(61) }, ['subjectPrefix']],
    ['outgoingMail', { ...outgoingMail, externalServer: { ...externalServer, port: 0 } }, ['externalServer.port']],
    [
      'outgoingMail',
      { ...outgoingMail, dkim: { domain: '', selector: 'a b', privateKey: 'x' } },
      ['dkim.domain', 'dkim.selector', 'dkim.privateKey'],
    ],
    ['mailReception', { codeDigits: 5 }, ['codeDigits']],
    ['mailReception', { codeDigits: 33 }, ['codeDigits']],
    ['pop3Mailbox', { ...pop3Mailbox, protocol: 'pop3' }, ['protocol']],
    ['pop3Mailbox', { ...pop3Mailbox, host: '', port: 65_536, userName: '' }, ['host', 'port', 'userName']],
    ['pop3Mailbox', { ...pop3Mailbox, pollSeconds: 0, maximumSizeMb: 151 }, ['maximumSizeMb', 'pollSeconds']],
    ['incomingMail', { ...caseType, interface: 'fax' }, ['interface']],
    ['incomingMail', { ...caseType, caseTypeId: 'x', fallbackRequestor: '' }, ['caseTypeId', 'fallbackRequestor']],
    ['scheduledEmail', { graceHours: -1 }, ['graceHours']],
  ])('%s may not be %j', (type, settings, fields) => {
    expect(problems(type, settings)).toEqual(fields);
  });

  it('that are secret are settings that exist', () => {
    const written = {
      outgoingMail: { externalServer, dkim: { privateKey: PEM } },
      pop3Mailbox: { ...pop3Mailbox, oauth: { clientSecret: 'c', refreshToken: 'r', privateKey: PEM } },
    } as Record<string, Record<string, unknown>>;
    const valueAt = (type: string, path: string) =>
      path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], written[type]);

    const values = Object.entries(SECRET_SETTINGS).flatMap(([type, paths]) => paths.map((path) => valueAt(type, path)));

    expect(values).toEqual(['p', PEM, 'p', 'c', 'r', PEM]);
  });
});

describe('the size of a message', () => {
  it.each([
    [1, 1],
    [10, 10],
    [20, 20],
    [50, 20],
  ])('limited to %i MB by the profile is %i MB at most', (maximumSizeMb, most) => {
    const settings = PROFILE_SETTINGS.outgoingMail.parse(outgoingMail);

    expect(sizeLimit({ ...settings, maximumSizeMb })).toBe(megabytes(most));
  });
});
