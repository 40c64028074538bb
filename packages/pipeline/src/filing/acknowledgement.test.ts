import type { DecodedMessage, EmailTemplate } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import { caseType, decodedMail, openCase, template } from '../fixtures/specimens.ts';
import { acknowledgementFor } from './acknowledgement.ts';

const SENT = 'words of the sender';

const answerTo = (mail: Partial<DecodedMessage>, of: Partial<EmailTemplate> = {}) => {
  const started = openCase({ subject: SENT, attributes: { boomsoort: SENT }, targetDate: null });
  return acknowledgementFor(
    decodedMail({ subject: SENT, text: SENT, ...mail }),
    { case: started, caseType },
    template(of),
  );
};

describe('an acknowledgement', () => {
  it('is the template filled in, to the address of the sender', () => {
    expect(answerTo({}, { html: '<p>[[zaaktype]]</p>' })).toEqual({
      id: expect.any(String),
      caseId: 'case',
      content: {
        ...{ kind: 'acknowledgement', subject: 'Zaak 1458', text: 'Wij hebben uw mail.' },
        ...{ html: '<p>Kapvergunning</p>', sender: null, attachments: [], inReplyTo: '<1@example.nl>' },
      },
      recipients: [{ role: 'to', address: 'Jan@example.nl', name: '' }],
    });
  });

  it('goes where the sender wants answers, to one address', () => {
    const replyTo = ['a@example.nl', 'b@example.nl'].map((address) => ({ name: SENT, address }));

    expect(answerTo({ replyTo })?.recipients).toEqual([{ role: 'to', address: 'a@example.nl', name: '' }]);
  });

  it('has the sender of the template where it names one', () => {
    const answer = answerTo({}, { senderAddress: 'loket@gemeente.nl' });

    expect(answer?.content.sender).toEqual({ name: '', address: 'loket@gemeente.nl' });
  });

  it('never goes to a machine, for a bounce, to a list, or to nobody', () => {
    const bounce = { originalMessageId: null, recipients: [] };

    const mails = [{ autoSubmitted: true }, { bounce }, { throughList: true }, { from: [] }];

    expect(mails.map((mail) => answerTo(mail))).toEqual([null, null, null, null]);
  });

  it.each(['zaak_onderwerp', 'boomsoort', 'aanvrager_naam', 'onbekend'])('is not sent with [[%s]] in it', (word) => {
    expect(answerTo({}, { text: `[[${word}]]` })).toBeNull();
    expect(answerTo({}, { subject: `[[${word.toUpperCase()}]]` })).toBeNull();
    expect(answerTo({}, { html: `<p>[[ ${word} ]]</p>` })).toBeNull();
  });

  it('is not sent with a gap where a date would stand', () => {
    expect(answerTo({}, { text: 'Voor [[streefafhandeldatum]]' })).toBeNull();
  });

  it('holds none of the words of the sender', () => {
    const answer = answerTo({ from: [{ name: SENT, address: 'jan@example.nl' }] });

    expect(JSON.stringify(answer)).not.toContain(SENT);
  });
});
