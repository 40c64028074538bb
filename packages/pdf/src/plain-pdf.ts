import { buffer } from 'node:stream/consumers';
import type { MailPage } from '@zaakpost/domain';
import PDFDocument from 'pdfkit';
import { bestFaces, type Faces, winAnsi } from './fonts.ts';
import { EMPTY, heading, INCOMPLETE, subjectOf } from './heading.ts';
import { htmlAsText } from './html-as-text.ts';

const MARGIN = 20 * (72 / 25.4);
const LABEL_WIDTH = 80;
const GREY = '#555555';
const NOTE =
  'Eenvoudige weergave: alleen de tekst. Opmaak en afbeeldingen staan in het oorspronkelijke bericht (.eml).';

// Pages are bounded by it; a whole mail is in the .eml.
const MOST_TEXT = 400_000;

/** The mail as text, without Chromium: tagged, selectable, with the same block above and footer below. */
export async function plainPdf(page: MailPage, faces?: Faces): Promise<Buffer> {
  const { regular, bold, unicode } = faces ?? (await bestFaces());
  const legible = unicode ? (text: string) => text : winAnsi;
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    lang: 'nl',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    font: regular,
    info: { Title: subjectOf(page), Producer: 'Zaakpost' },
  });
  const bytes = buffer(document);
  const root = document.struct('Document');
  document.addStructure(root);
  const paragraph = (kind: string, draw: () => void) => root.add(document.struct(kind, {}, draw));

  for (const { label, values } of heading(page)) {
    paragraph(label === 'Onderwerp' ? 'H1' : 'P', () => {
      const top = document.y;
      document.font(regular, 10).fillColor(GREY).text(label, MARGIN, top, { width: LABEL_WIDTH });
      document.font(label === 'Onderwerp' ? bold : regular).fillColor('black');
      document.text(legible(values.join('\n')), MARGIN + LABEL_WIDTH, top, {
        width: document.page.width - 2 * MARGIN - LABEL_WIDTH,
      });
      document.moveDown(0.2);
    });
  }
  document.moveDown(0.6);
  const notes = page.incomplete ? [INCOMPLETE, NOTE] : [NOTE];
  for (const note of notes) {
    paragraph('P', () => document.font(regular, 9).fillColor(GREY).text(note, MARGIN).moveDown(0.4));
  }
  document.moveDown(0.6);
  for (const block of textOf(page)
    .slice(0, MOST_TEXT)
    .split(/\n{2,}/u)) {
    paragraph('P', () =>
      document
        .font(regular, 10.5)
        .fillColor('black')
        .text(legible(block), MARGIN, undefined, { lineGap: 2 })
        .moveDown(0.8),
    );
  }
  root.end();
  number(document, page.caseNumber, regular);
  document.end();
  return bytes;
}

function textOf({ text, html }: MailPage): string {
  const found = text?.trim() ? text : htmlAsText(html ?? '');
  return found.replace(/\r\n?/gu, '\n').replace(NO_GLYPH, '').trim() || EMPTY;
}

const NO_GLYPH = /(?![\n\t])\p{Cc}/gu;

function number(document: PDFKit.PDFDocument, caseNumber: number | null, font: string): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = start; index < start + count; index++) {
    document.switchToPage(index);
    // Below the margin, where pdfkit would otherwise begin another page.
    document.page.margins.bottom = 0;
    const y = document.page.height - MARGIN / 1.5;
    const width = document.page.width - 2 * MARGIN;
    document.markContent('Artifact', { type: 'Pagination' });
    document.font(font, 8).fillColor(GREY);
    if (caseNumber !== null) document.text(`Zaak ${caseNumber}`, MARGIN, y, { width, lineBreak: false });
    document.text(`Pagina ${index + 1} van ${count}`, MARGIN, y, { width, align: 'right' });
    document.endMarkedContent();
  }
}
