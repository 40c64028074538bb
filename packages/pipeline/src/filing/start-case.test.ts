import type { DecodedMessage, IncomingMailSettings } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { office } from '../fixtures/office.ts';
import { decodedMail, inboundMail, mailReception, startsCases } from '../fixtures/specimens.ts';
import { caseFrom } from './start-case.ts';

type Settings = Extract<IncomingMailSettings, { interface: 'caseType' }>;
const settings = startsCases.settings as Settings;

const caseOf = (mail: Partial<DecodedMessage>, more: Partial<Settings> = {}, town = office()) =>
  caseFrom(inboundMail(), decodedMail(mail), { ...settings, ...more }, town);

describe('the case that a mail starts', () => {
  it('has the message as its id, the profile for its type and its requestor, and no address on it', async () => {
    expect(await caseOf({})).toEqual({
      id: 'mail',
      caseTypeId: 'type',
      subject: 'Vraag over mijn boom',
      mailCode: expect.stringMatching(/^[0-9a-f]{6}$/u),
      parties: [{ role: 'requestor', name: 'Onbekend', address: null }],
      attributes: { afzender: 'Jan@example.nl', toelichting: 'Mag de boom weg?' },
    });
  });

  it('has a code as long as mail reception says', async () => {
    const { mailCode } = await caseOf({}, {}, office({ profiles: [mailReception] }));

    expect(mailCode).toMatch(/^[0-9a-f]{8}$/u);
  });

  it('fills the attributes that are mapped, and only those', async () => {
    const mapping = { subject: 'onderwerp', from: null, body: null };

    expect((await caseOf({}, { mapping })).attributes).toEqual({ onderwerp: 'Vraag over mijn boom' });
  });

  it('keeps the lines of the text and makes one of the subject', async () => {
    const mapping = { subject: 'onderwerp', from: null, body: 'tekst' };

    const started = await caseOf({ subject: ' a\r\nb ', text: 'een\ntwee' }, { mapping });

    expect(started).toMatchObject({ subject: 'a b', attributes: { onderwerp: 'a b', tekst: 'een\ntwee' } });
  });

  it.each(['', ' \r\n '])('is named also where the subject is %j', async (subject) => {
    expect((await caseOf({ subject })).subject).toBe('(geen onderwerp)');
  });

  it('has empty attributes where a mail has neither sender nor text', async () => {
    expect((await caseOf({ from: [], text: null })).attributes).toEqual({ afzender: '', toelichting: '' });
  });
});
