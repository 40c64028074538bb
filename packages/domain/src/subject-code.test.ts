import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSubjectCodes, formatSubjectCode, newMailCode, sameCode, withSubjectCode } from './subject-code.ts';

const code = { caseNumber: 1458, mailCode: 'ae34dc' };

const codes = fc.record({
  caseNumber: fc.integer({ min: 1, max: 999_999_999_999 }),
  mailCode: fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 6, maxLength: 32 })
    .map((digits) => digits.join('')),
});
const anything = fc.string({ unit: 'binary', maxLength: 60 });
/** What people and their programs write in prefixes and subjects, brackets of every kind and half codes among it. */
const awkward = fc
  .array(
    fc.constantFrom(
      '[',
      ']',
      '\uFF3B',
      '\uFF3D',
      '\uFE47',
      '\uFE48',
      '\uFDFA',
      ' ',
      '\u00A0',
      '-',
      ':',
      '12',
      'abcdef',
      'Re: ',
    ),
  )
  .map((pieces) => pieces.join(''));

describe('a mail code', () => {
  it.each([6, 7, 32])('has the %i hexadecimal digits that were asked for', (digits) => {
    expect(newMailCode(digits)).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`, 'u'));
  });

  it('has six digits unless asked otherwise', () => {
    expect(newMailCode()).toMatch(/^[0-9a-f]{6}$/u);
  });

  it('is not the same twice', () => {
    const made = new Set(Array.from({ length: 1_000 }, () => newMailCode(32)));

    expect(made.size).toBe(1_000);
  });

  it.each([5, 33, 6.5, Number.NaN])('of %d digits is refused', (digits) => {
    expect(() => newMailCode(digits)).toThrow(RangeError);
  });
});

describe('a subject code', () => {
  it('is the prefix, the number and the code between brackets', () => {
    expect(formatSubjectCode('Voorbeeld', code)).toBe('[Voorbeeld 1458-ae34dc]');
  });

  it.each(['', '  ', '[]', '\r\n'])('has no gap where the prefix %j says nothing', (prefix) => {
    expect(formatSubjectCode(prefix, code)).toBe('[1458-ae34dc]');
  });

  it('has no line breaks in it, whatever the prefix', () => {
    expect(formatSubjectCode('Gemeente\r\nBcc: x', code)).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ['any characters', anything],
    ['brackets and half codes', awkward],
  ])('is found again behind a prefix and before a subject of %s', (_, text) => {
    fc.assert(
      fc.property(text, codes, text, (prefix, written, after) => {
        const found = findSubjectCodes(`${formatSubjectCode(prefix, written)} ${after}`);

        expect(found[0]).toEqual(written);
      }),
    );
  });
});

describe('finding codes in a subject', () => {
  it.each([
    'Re: [Voorbeeld 1458-ae34dc] Uw aanvraag',
    'Antw: RE: Fwd: [Voorbeeld 1458-ae34dc] Uw aanvraag',
    'Uw aanvraag [Oude Naam 1458-ae34dc]',
    '[1458-ae34dc]',
    'RE: [VOORBEELD 1458-AE34DC] UW AANVRAAG',
    'Re: [Voorbeeld  1458 - ae34dc ]',
    'Re: [Voorbeeld\u00A01458-ae34dc]',
    'Re: [Voorbeeld\u202F\u00A01458\u00A0-\u00A0ae34dc]',
    '[SPAM?] Re: [Voorbeeld 1458-ae34dc] [extern]',
    '[[Voorbeeld 1458-ae34dc]]',
    'Re: [Zaak: 1458-ae34dc]',
    'Re: [Wijk 12-7 1458-ae34dc]',
    'Re: \uFF3BVoorbeeld \uFF11\uFF14\uFF15\uFF18-ae34dc\uFF3D',
    'Re: [Voorbeeld 0001458-ae34dc]',
  ])('reads %j', (subject) => {
    expect(findSubjectCodes(subject)).toEqual([code]);
  });

  it.each([
    '',
    'Uw aanvraag 1458-ae34dc',
    '[Voorbeeld 1458-ae34d]',
    '[Voorbeeld 1458-ae34dg]',
    '[Voorbeeld 1458 ae34dc]',
    '[Voorbeeld 1458-ae34dc',
    '[Voorbeeld 1458-ae34dc bijlage]',
    '[Voorbeeld-1458-ae34dc]',
    `[Voorbeeld ${'9'.repeat(13)}-ae34dc]`,
    `[Voorbeeld 1458-${'a'.repeat(33)}]`,
  ])('finds none in %j', (subject) => {
    expect(findSubjectCodes(subject)).toEqual([]);
  });

  it('gives several codes in their order, each once', () => {
    const subject = '[A 2-bbbbbb] [B 1-aaaaaa] [c 2-BBBBBB] [B 1-cccccc]';

    expect(findSubjectCodes(subject)).toEqual([
      { caseNumber: 2, mailCode: 'bbbbbb' },
      { caseNumber: 1, mailCode: 'aaaaaa' },
      { caseNumber: 1, mailCode: 'cccccc' },
    ]);
  });

  it('reads no more than twenty codes', () => {
    const subject = Array.from({ length: 50 }, (_, i) => `[${i + 1}-aaaaaa]`).join('');

    expect(findSubjectCodes(subject)).toHaveLength(20);
  });

  it.each([
    ['opening brackets', '['.repeat(5_000_000)],
    ['empty pairs', '[]'.repeat(2_000_000)],
    ['spaces within a code', `[1${' '.repeat(2_000_000)}-`],
    ['one code over and over', '[1-aaaaaa]'.repeat(500_000)],
    ['piled up accents', `a${'\u0315\u0316'.repeat(1_000_000)}`],
    ['letters that normalise to eighteen', '\uFDFA'.repeat(1_000_000)],
  ])('is quick on millions of %s', (_, subject) => {
    // Processor time: what else the machine does hardly changes it.
    const before = process.cpuUsage();

    findSubjectCodes(subject);

    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('a subject with its code', () => {
  it('has the code in front', () => {
    expect(withSubjectCode('Uw aanvraag', 'Voorbeeld', code)).toBe('[Voorbeeld 1458-ae34dc] Uw aanvraag');
  });

  it('is only the code where there is no subject', () => {
    expect(withSubjectCode('', 'Voorbeeld', code)).toBe('[Voorbeeld 1458-ae34dc]');
  });

  it('keeps the code it has, however it is written', () => {
    const subject = 'Re: [Oude Naam  1458-AE34DC] Uw aanvraag';

    expect(withSubjectCode(subject, 'Voorbeeld', code)).toBe(subject);
  });

  it.each(['Re: [Voorbeeld 1459-ae34dc]', 'Re: [Voorbeeld 1458-000000]'])(
    'takes %j for no code of this case',
    (subject) => {
      expect(withSubjectCode(subject, 'Voorbeeld', code)).toBe(`[Voorbeeld 1458-ae34dc] ${subject}`);
    },
  );

  it('loses nothing of a long subject, nor of the code', () => {
    const subject = 'x'.repeat(10_000);

    expect(withSubjectCode(subject, 'Voorbeeld', code)).toBe(`[Voorbeeld 1458-ae34dc] ${subject}`);
  });

  it('is the same when the code is put on once more', () => {
    fc.assert(
      fc.property(awkward, awkward, codes, (subject, prefix, written) => {
        const once = withSubjectCode(subject, prefix, written);

        expect(withSubjectCode(once, `${prefix} new`, written)).toBe(once);
      }),
    );
  });
});

describe('comparing codes', () => {
  it.each([
    ['ae34dc', 'AE34DC', true],
    ['ae34dc', 'ae34dd', false],
    ['ae34dc', 'ae34dc0', false],
    ['', 'ae34dc', false],
  ])('%j and %j: %j', (a, b, same) => {
    expect(sameCode(a, b)).toBe(same);
  });
});
