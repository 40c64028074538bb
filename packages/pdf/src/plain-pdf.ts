import { buffer } from 'node:stream/consumers';
import type { MailPage } from '@zaakpost/domain';
import PDFDocument from 'pdfkit';
import { bestFaces, type Faces, winAnsi } from './fonts.ts';
import { EMPTY, heading, INCOMPLETE, subjectOf } from './heading.ts';
import { htmlAsText } from './html-as-text.ts';

type Pdf = PDFKit.PDFDocument;

const MARGIN = 20 * (72 / 25.4);
const LABEL_WIDTH = 80;
const GREY = '#555555';
const PLAIN =
  'Eenvoudige weergave: alleen de tekst. Opmaak en afbeeldingen staan in het oorspronkelijke bericht (.eml).';
const CUT = '(De rest van dit lange bericht staat in het oorspronkelijke bericht, .eml.)';

// About a hundred pages, laid out in a second or two: it is done in this process.
const MOST_TEXT = 300_000;
const MOST_LINES = 6_000;
// pdfkit measures a word letter by letter, again and again while it does not fit.
const LONGEST_WORD = 80;

/** The mail as text, without Chromium: tagged, selectable, with the same block above and the same footer. */
export async function plainPdf(page: MailPage, faces?: Faces): Promise<Buffer> {
  const { regular, bold, unicode } = faces ?? (await bestFaces());
  const legible = unicode ? (text: string) => text : winAnsi;
  const pdf = new PDFDocument({
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
  const bytes = buffer(pdf);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const tagged = (kind: string, draw: () => void) => root.add(pdf.struct(kind, {}, draw));

  for (const { label, values } of heading(page)) {
    const isSubject = label === 'Onderwerp';
    tagged(isSubject ? 'H1' : 'P', () => {
      const top = pdf.y;
      const width = pdf.page.width - 2 * MARGIN - LABEL_WIDTH;
      pdf.font(regular, 10).fillColor(GREY).text(label, MARGIN, top, { width: LABEL_WIDTH });
      pdf.font(isSubject ? bold : regular).fillColor('black');
      pdf.text(legible(values.join('\n')), MARGIN + LABEL_WIDTH, top, { width, lineGap: 2 }).moveDown(0.25);
    });
  }
  rule(pdf);
  for (const note of page.incomplete ? [INCOMPLETE, PLAIN] : [PLAIN]) {
    tagged('P', () => pdf.font(regular, 9).fillColor(GREY).text(note, MARGIN).moveDown(0.4));
  }
  pdf.moveDown(0.6).fillColor('black');
  for (const block of textOf(page).split(/\n{2,}/u)) {
    tagged('P', () => pdf.font(regular, 10.5).text(legible(block), MARGIN, undefined, { lineGap: 2 }).moveDown(0.8));
  }
  root.end();
  numberPages(pdf, page.caseNumber, regular);
  pdf.end();
  return bytes;
}

function textOf({ text, html }: MailPage): string {
  const found = (text?.trim() ? text : htmlAsText(html ?? '')).replace(/\r\n?/gu, '\n').replace(NO_GLYPH, '').trim();
  if (found === '') return EMPTY;
  const kept = found.slice(0, MOST_TEXT).split('\n').slice(0, MOST_LINES).join('\n');
  return (kept.length < found.length ? `${kept}\n\n${CUT}` : kept).replace(LONG_WORD, '$&\n');
}

const NO_GLYPH = /(?![\n\t])\p{Cc}/gu;
const LONG_WORD = new RegExp(`\\S{${LONGEST_WORD}}(?=\\S)`, 'gu');

function rule(pdf: Pdf): void {
  const y = pdf.y + 6;
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf
    .moveTo(MARGIN, y)
    .lineTo(pdf.page.width - MARGIN, y)
    .lineWidth(0.5)
    .stroke(GREY);
  pdf.endMarkedContent();
  pdf.y = y + 12;
}

function numberPages(pdf: Pdf, caseNumber: number | null, font: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = start; index < start + count; index++) {
    pdf.switchToPage(index);
    // Below the margin, where pdfkit would otherwise begin another page.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - MARGIN / 1.5;
    const width = pdf.page.width - 2 * MARGIN;
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font(font, 8).fillColor(GREY);
    if (caseNumber !== null) pdf.text(`Zaak ${caseNumber}`, MARGIN, y, { width, lineBreak: false });
    pdf.text(`Pagina ${index + 1} van ${count}`, MARGIN, y, { width, align: 'right' });
    pdf.endMarkedContent();
  }
}
