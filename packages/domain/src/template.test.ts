import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case, CaseType } from './case.ts';
import type { EmailTemplate } from './scheduled-email.ts';
import { magicStrings, oneLine, renderTemplate } from './template.ts';

const template = (parts: Partial<EmailTemplate>): EmailTemplate => ({
  id: 'a template',
  name: 'Ontvangst',
  subject: '',
  text: '',
  html: null,
  senderName: null,
  senderAddress: null,
  ...parts,
});

describe('a rendered template', () => {
  it('has each value where its magic string stood', () => {
    const source = template({ subject: 'Zaak [[zaaknummer]]', text: '[[a]] en [[a]]', html: '<b>[[a]]</b>' });

    const rendered = renderTemplate(source, { zaaknummer: '12', a: 'één' });

    expect(rendered).toEqual({ subject: 'Zaak 12', text: 'één en één', html: '<b>één</b>', missing: [] });
  });

  it.each(['[[zaaknummer]]', '[[ZAAKNUMMER]]', '[[ Zaaknummer ]]', '[[\u00A0zaaknummer]]'])('knows %j', (written) => {
    expect(renderTemplate(template({ text: written }), { zaaknummer: '12' }).text).toBe('12');
  });

  it('leaves what is no magic string alone', () => {
    const text = '[Voorbeeld 12-abcdef] [x] [[]] [[a] ]]';

    expect(renderTemplate(template({ text }), {})).toMatchObject({ text, missing: [] });
  });

  it('names each unknown or empty magic string once, and leaves none standing', () => {
    const source = template({
      subject: '[[leeg]]',
      text: '[[Onbekend]] [[leeg]] [[spaties]]',
      html: '[[zaak-nummer]] [[adres van aanvrager]]',
    });

    const rendered = renderTemplate(source, { leeg: '', spaties: ' \r\n' });

    expect(rendered.missing).toEqual(['leeg', 'onbekend', 'spaties', 'zaak-nummer', 'adres van aanvrager']);
    expect(rendered.subject + rendered.text + rendered.html).not.toContain('[[');
  });

  it.each(['constructor', '__proto__', 'valueof'])('takes [[%s]] for an unknown word', (word) => {
    const rendered = renderTemplate(template({ subject: `[[${word}]]` }), {});

    expect(rendered).toMatchObject({ subject: '', missing: [word] });
  });

  it('does not read magic strings in values', () => {
    const rendered = renderTemplate(template({ text: '[[a]]' }), { a: '[[b]] $& $1', b: 'secret' });

    expect(rendered.text).toBe('[[b]] $& $1');
  });

  it('escapes values in HTML, line breaks become breaks, and the template itself stays', () => {
    const source = template({ text: '[[a]]', html: '<p title="[[a]]">&amp;[[a]]</p>' });

    const rendered = renderTemplate(source, { a: `<b>"Jan" & 'Piet'\r\n` });

    expect(rendered.text).toBe(`<b>"Jan" & 'Piet'\r\n`);
    expect(rendered.html).toBe(
      '<p title="&#60;b&#62;&#34;Jan&#34; &#38; &#39;Piet&#39;<br>">&amp;&#60;b&#62;&#34;Jan&#34; &#38; &#39;Piet&#39;<br></p>',
    );
  });

  it('never has a control character in its subject, whatever is in template and values', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\0', '\u0085', '\u2028', '[[a]]', '<') });
    fc.assert(
      fc.property(text, text, (subject, a) => {
        expect(renderTemplate(template({ subject }), { a }).subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('is quick on a template of nothing but brackets', () => {
    // Processor time: what else the machine does hardly changes it.
    const before = process.cpuUsage();

    renderTemplate(template({ text: '[['.repeat(100_000), html: `[[${' '.repeat(200_000)}` }), {});

    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('header text', () => {
  it('is on one line', () => {
    expect(oneLine(' a\r\nBcc: b\u2028\tc ')).toBe('a Bcc: b c');
  });
});

describe('the magic strings of a case', () => {
  const caseType: CaseType = {
    id: 'a case type',
    name: 'Kapvergunning',
    attributes: [
      { magicString: 'boomsoort', label: 'Boom', type: 'text' },
      { magicString: 'reden', label: 'Reden', type: 'longText' },
      { magicString: 'zaaknummer', label: 'Ons nummer', type: 'text' },
      { magicString: 'constructor', label: 'Bouwer', type: 'text' },
    ],
  };
  const of: Case = {
    id: 'a case',
    number: 1458,
    caseTypeId: 'a case type',
    subject: 'Eik in de tuin',
    status: 'open',
    mailCode: 'ae34dc',
    parties: [{ role: 'requestor', name: 'J. Jansen', address: 'jan@example.nl' }],
    attributes: { boomsoort: 'eik', zaaknummer: 'not the number', geheim: 'no attribute of the type' },
    registeredAt: new Date('2026-11-30T23:30:00Z'),
    targetDate: new Date('2027-03-28T12:00:00Z'),
    resolvedAt: null,
  };

  it('are its own words and its attributes, dates in Dutch in Amsterdam, absent values empty', () => {
    expect(magicStrings(of, caseType)).toEqual({
      boomsoort: 'eik',
      reden: '',
      constructor: '',
      zaaknummer: '1458',
      zaaktype: 'Kapvergunning',
      zaak_onderwerp: 'Eik in de tuin',
      aanvrager_naam: 'J. Jansen',
      behandelaar_naam: '',
      registratiedatum: '1 december 2026',
      streefafhandeldatum: '28 maart 2027',
    });
  });

  it('hold no code, no address and no date that is not there', () => {
    const values = magicStrings({ ...of, targetDate: null }, caseType);

    expect(values.streefafhandeldatum).toBe('');
    expect(Object.values(values).join(' ')).not.toMatch(/ae34dc|@/u);
  });
});
