import type { DecodedMessage, InboundMessage, PolicyFinding, Why } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { authenticationOf, decodedMail, inboundMail, outboundMail, raw, verdict } from '../fixtures/specimens.ts';
import { inboundMoment, outboundMoment } from './contact-moment-of.ts';

const why: Why = {
  ...{ rule: 'subjectCode', matched: '1458-ae34dc', sender: 'known' },
  ...{ wrongCodes: [], resolvedCaseId: null },
};

const momentOf = (mail: Partial<DecodedMessage>, message: Partial<InboundMessage> = {}, because: Partial<Why> = {}) =>
  inboundMoment(inboundMail({ verdict: verdict(), ...message }), {
    decoded: decodedMail(mail),
    caseId: 'case',
    why: { ...why, ...because },
  });

describe('the contact moment of a mail that came in', () => {
  it('says who wrote what, when it came, and why it is here', () => {
    expect(momentOf({})).toEqual({
      ...{ caseId: 'case', direction: 'inbound', channel: 'email', who: 'Jan <Jan@example.nl>' },
      ...{ subject: 'Vraag over mijn boom', summary: 'Mag de boom weg?', at: new Date('2026-11-23T12:00:00Z') },
      ...{ inboundMessageId: 'mail', outboundMessageId: null, why, flags: [] },
    });
  });

  it('has the time of receipt, not the one that the sender claims', () => {
    expect(momentOf({ date: '1999-01-01T00:00:00.000Z' }).at).toEqual(new Date('2026-11-23T12:00:00Z'));
  });

  it('is on one line, and its summary no longer than 500 characters', () => {
    const from = [{ name: 'Jan\r\nBcc', address: 'jan@example.nl' }];

    const moment = momentOf({ from, subject: 'a\r\nb', text: `een\n\n${'x '.repeat(1_000)}` });

    expect([moment.who, moment.subject]).toEqual(['Jan Bcc <jan@example.nl>', 'a b']);
    expect(moment.summary).toMatch(/^een x x/u);
    expect(moment.summary.length).toBeLessThanOrEqual(500);
  });

  it('is made of what could be read', () => {
    expect(momentOf({ outcome: 'unreadable', from: [], subject: '', text: null })).toMatchObject({
      ...{ who: '', subject: '', summary: '', flags: ['incomplete'] },
    });
  });

  it('flags possible spam, an unknown sender, what is incomplete and signatures for tests', () => {
    const spam = verdict({
      virus: { ...verdict().virus, testSignaturesOnly: true },
      spam: { ...verdict().spam, action: 'add header' },
    });

    const { flags } = momentOf({ outcome: 'incomplete' }, { verdict: spam }, { sender: 'unknown' });

    expect(flags).toEqual(['possibleSpam', 'senderUnknown', 'incomplete', 'testSignaturesOnly']);
  });
});

it.each([
  ['smime-signed', ['signed']],
  ['openpgp-encrypted', ['encrypted']],
  [null, []],
] as const)('flags a mail that is %s', (protection, flags) => {
  expect(momentOf({ protection }).flags).toEqual(flags);
});

it('flags an attachment to be careful with, and a sender whose domain disowns the mail', () => {
  const authentication = authenticationOf({
    dmarc: { result: 'fail', domain: 'example.nl', policy: 'reject', why: null },
  });
  const policy: PolicyFinding[] = [{ rule: 'attachmentType', filename: 'a.docm', kind: 'docm', action: 'flag' }];

  const { flags } = momentOf({}, { verdict: verdict({ policy, authentication }) });

  expect(flags).toEqual(['suspectAttachment', 'authenticationFailed']);
});

it('flags a sender about whom DNS gave no answer', () => {
  const authentication = authenticationOf({
    dmarc: { result: 'temperror', domain: 'example.nl', policy: null, why: 'dnsAway' },
  });

  expect(momentOf({}, { verdict: verdict({ authentication }) }).flags).toEqual(['authenticationUnanswered']);
});

describe('the contact moment of a mail of ours', () => {
  const at = new Date('2026-11-23T13:00:00Z');

  it('shows what went out', () => {
    const sender = { name: 'Gemeente', address: 'info@gemeente.nl' };
    const frozen = { ...raw, messageId: '<x>', subject: '[Voorbeeld 1458-ae34dc] Uw boom', sender };

    expect(outboundMoment(outboundMail({ frozen }), { caseId: 'case', at })).toEqual({
      ...{ caseId: 'case', direction: 'outbound', channel: 'email', who: 'Gemeente <info@gemeente.nl>' },
      ...{ subject: '[Voorbeeld 1458-ae34dc] Uw boom', summary: 'De boom mag weg.', at },
      ...{ inboundMessageId: null, outboundMessageId: 'letter', why: null, flags: [] },
    });
  });
});
