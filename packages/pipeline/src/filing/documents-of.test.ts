import type { DecodedAttachment } from '@zaakpost/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodedMail, inboundMail, raw } from '../fixtures/specimens.ts';
import { documentsOf, fileNameOf } from './documents-of.ts';

const attachment = (more: Partial<DecodedAttachment> = {}): DecodedAttachment => ({
  ...{ sha256: 'b'.repeat(64), size: 10, filename: 'foto.jpg', contentType: 'image/jpeg' },
  ...{ inline: false, contentId: null },
  ...more,
});

describe('the documents of a mail', () => {
  it('are its original and its attachments in their order, without images that the text shows', () => {
    const mail = decodedMail({
      attachments: [attachment(), attachment({ inline: true, contentId: 'x' }), attachment({ filename: null })],
    });

    const documents = documentsOf(inboundMail(), mail, 'case');

    expect(documents.map(({ role, filename, ordinal, size }) => [role, filename, ordinal, size])).toEqual([
      ['mailAsEml', 'Vraag over mijn boom.eml', 0, raw.size],
      ['attachment', 'foto.jpg', 0, 10],
      ['attachment', 'bijlage-2', 1, 10],
    ]);
    expect(documents.every((one) => one.caseId === 'case' && one.inboundMessageId === 'mail')).toBe(true);
  });

  it('are told apart also where their bytes and names are equal', () => {
    const documents = documentsOf(inboundMail(), decodedMail({ attachments: [attachment(), attachment()] }), 'case');

    expect(new Set(documents.map(({ role, ordinal }) => `${role} ${ordinal}`)).size).toBe(3);
  });
});

describe('a file name from a subject', () => {
  it.each([
    ['Re: Uw aanvraag 12/34', 'Re Uw aanvraag 12 34'],
    ['../../etc/passwd', '.. .. etc passwd'],
    ['C:\\a?b*c"d<e>f|g', 'C a b c d e f g'],
    ['exe.\u202Efdp', 'exe. fdp'],
    [' \r\n\t\u00A0 ', 'e-mail'],
    ['', 'e-mail'],
  ])('%j is %j', (subject, filename) => {
    expect(fileNameOf(subject)).toBe(filename);
  });

  it('is whole characters, at most 80 of them, and no path, whatever the subject', () => {
    const parts = fc.string({
      unit: fc.constantFrom('a', '/', '\\', '\0', '\u202E', ' ', '👪', 'é', '\n'),
      maxLength: 200,
      size: 'max',
    });
    fc.assert(
      fc.property(parts, (subject) => {
        const filename = fileNameOf(subject);

        expect(filename).not.toMatch(/[\\/\p{Cc}\p{Cf}]|^\s|\s$|^$/u);
        expect([...filename].length).toBeLessThanOrEqual(80);
        expect(filename.isWellFormed()).toBe(true);
      }),
    );
  });
});
