import type { DecodedMessage } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { office } from '../fixtures/office.ts';
import { authenticationOf, startsCases } from '../fixtures/specimens.ts';
import { bounce, placeOf } from './classification.fixture.ts';
import type { Arrival } from './classification.ts';

it.each([
  ['pass', null, 'passed'],
  ['fail', null, 'failed'],
  ['permerror', 'severalAuthors', 'failed'],
  ['none', null, 'notChecked'],
  ['temperror', 'dnsAway', 'unanswered'],
] as const)('of which DMARC came to %s (%s), is said to have %s', async (result, why, expected) => {
  const authentication = authenticationOf({ dmarc: { result, domain: 'example.nl', policy: 'reject', why } });

  expect((await placeOf({}, { authentication })).why.authentication).toBe(expected);
});

describe('mail of a machine', () => {
  it.each<[string, Partial<DecodedMessage>, Partial<Arrival>]>([
    ['says so', { autoSubmitted: true }, {}],
    ['says so, with a null path', { autoSubmitted: true }, { nullPath: true }],
    ['has its words and a null path', { autoSubmitted: true, autoSubmittedGuess: 'words' }, { nullPath: true }],
    ['was read by an earlier version', { autoSubmitted: true, autoSubmittedGuess: true }, { nullPath: true }],
  ])('that %s starts nothing', async (_, mail, arrival) => {
    expect(await placeOf(mail, arrival)).toMatchObject({ kind: 'autoReply', why: { rule: 'autoSubmitted' } });
  });

  it.each<[string, Partial<DecodedMessage>, Partial<Arrival>]>([
    ['by its words', { autoSubmitted: true, autoSubmittedGuess: 'words' }, {}],
    ['by its words, by an earlier version', { autoSubmitted: true, autoSubmittedGuess: true }, {}],
    ['by a null path', {}, { nullPath: true }],
    ['by a null path that its header tells', { autoSubmitted: true, autoSubmittedGuess: 'noSender' }, {}],
    ['by a null path told twice', { autoSubmitted: true, autoSubmittedGuess: 'noSender' }, { nullPath: true }],
  ])('that is one by a guess, %s, goes to a person', async (_, mail, arrival) => {
    expect(await placeOf(mail, arrival)).toMatchObject({ kind: 'unmatched', why: { rule: 'perhapsAutoSubmitted' } });
  });

  it('of which only its null path is odd is filed on the case whose code it has', async () => {
    expect(await placeOf({ subject: '[1458-ae34dc]' }, { nullPath: true })).toMatchObject({ kind: 'case' });
  });

  it('with a code is filed on its case', async () => {
    expect(await placeOf({ subject: 'Afwezig: [1458-ae34dc]', autoSubmitted: true })).toMatchObject({
      ...{ kind: 'case', caseId: 'case', why: { sender: 'known' } },
    });
  });

  it('with codes of several cases goes to a person', async () => {
    const subject = '[1458-ae34dc] [1459-bbbbbb]';

    expect(await placeOf({ subject, autoSubmitted: true })).toMatchObject({ kind: 'unmatched' });
  });
});

describe('mail through a list', () => {
  it('is of the person who wrote it, and starts a case where the profile of its address says so', async () => {
    expect(await placeOf({ throughList: true })).toMatchObject({ kind: 'startCase' });
  });
});

describe('a bounce', () => {
  it('is about the mail of ours that it names, before anything else is asked', async () => {
    expect(await placeOf({ subject: '[1458-ae34dc]', autoSubmitted: true, bounce })).toEqual({
      kind: 'bounce',
      outboundMessageId: 'letter',
      why: {
        ...{ rule: 'bounce', matched: '<sent@gemeente.nl>', sender: 'notChecked' },
        ...{ wrongCodes: [], resolvedCaseId: null },
      },
    });
  });

  it('is one too while the mail is still being tried, with codes of several cases, and at an address with a profile', async () => {
    const delayed = { ...bounce, recipients: [{ address: 'jan@example.nl', action: 'delayed', status: '4.4.1' }] };
    const subject = 'Vertraagd: [1458-ae34dc] [1459-bbbbbb]';

    expect(await placeOf({ subject, autoSubmitted: true, bounce: delayed }, { nullPath: true })).toMatchObject({
      ...{ kind: 'bounce', outboundMessageId: 'letter' },
    });
  });

  it.each([
    ['another address than was written to', [{ address: 'jan@elders.example', action: 'failed', status: '5.1.1' }]],
    ['no address', []],
  ])('that names %s goes to a person, with the mail that it is about', async (_, recipients) => {
    expect(await placeOf({ bounce: { ...bounce, recipients } })).toMatchObject({
      ...{ kind: 'unmatched', outboundMessageId: 'letter' },
      why: { rule: 'strangeBounce', matched: '<sent@gemeente.nl>' },
    });
  });

  it('that names another address, and says that mail is late there, is recorded', async () => {
    const recipients = [{ address: 'jan@elders.example', action: 'delayed', status: '4.4.1' }];

    expect(await placeOf({ bounce: { ...bounce, recipients } })).toMatchObject({ kind: 'bounce' });
  });

  it.each(['<stranger@example.nl>', null])('of a mail we do not know (%s) is a bounce as well', async (messageId) => {
    expect(await placeOf({ bounce: { ...bounce, originalMessageId: messageId } })).toMatchObject({
      ...{ kind: 'bounce', outboundMessageId: null, why: { matched: messageId } },
    });
  });
});

describe('mail without a code', () => {
  it('starts a case where the profile of its address says so', async () => {
    expect(await placeOf({}, { deliveredTo: 'INFO@gemeente.nl' })).toEqual({
      kind: 'startCase',
      profileId: 'incomingMail',
      why: {
        ...{ rule: 'inboundProfile', matched: 'Info@gemeente.nl', sender: 'notChecked' },
        authentication: 'notChecked',
        ...{ wrongCodes: [], resolvedCaseId: null },
      },
    });
  });

  it('goes to the document intake where the profile of its address says so', async () => {
    expect(await placeOf({}, { deliveredTo: 'scan@gemeente.nl' })).toMatchObject({
      ...{ kind: 'documentIntake', profileId: 'intake' },
    });
  });

  it('is delivered where the source says, not where its header says', async () => {
    const to = [{ name: '', address: 'scan@gemeente.nl' }];

    expect(await placeOf({ to }, { deliveredTo: 'elders@gemeente.nl' })).toMatchObject({
      ...{ kind: 'unmatched', why: { rule: 'noProfile' } },
    });
  });

  it.each(['to', 'cc'] as const)('is found by its header (%s) where the source does not tell', async (field) => {
    const addresses = ['jan@example.nl', 'Scan@Gemeente.nl'].map((address) => ({ name: '', address }));

    expect(await placeOf({ [field]: addresses }, { deliveredTo: null })).toMatchObject({ kind: 'documentIntake' });
  });

  it('of a profile that is switched off is unmatched', async () => {
    const registers = office({ profiles: [{ ...startsCases, active: false }] });

    expect(await placeOf({}, {}, registers)).toMatchObject({ kind: 'unmatched', why: { rule: 'noProfile' } });
  });

  it('with a hundred thousand addresses is placed by the first of them', async () => {
    const stranger = { name: '', address: 'x@example.nl' };
    const to = [...Array(100_000).fill(stranger), { name: '', address: 'info@gemeente.nl' }];

    expect(await placeOf({ to }, { deliveredTo: null })).toMatchObject({ kind: 'unmatched' });
  });
});
