import { processorTime } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { STANDARD } from './fonts.ts';
import { mailPage, readPdf } from './page.fixture.ts';
import { plainPdf } from './plain-pdf.ts';

it.each([
  ['the font of the machine', undefined],
  ["PDF's own fonts", STANDARD],
])('prints a mail with %s: block, text, pages, tags, language', async (_, faces) => {
  const text = `Geachte coördinator,\n\n${'Een lange vraag over € 12,50. '.repeat(300)}\n\nGroet`;
  const page = mailPage({ text, incomplete: true, attachments: [{ filename: 'foto.jpg', size: 1_458_000 }] });

  const read = await readPdf(await plainPdf(page, faces));

  expect(read).toMatchObject({ tagged: true, language: 'nl', pages: 3, title: page.subject });
  expect(read.size).toContain('A4');
  expect(read.text).toMatch(/Van\s+Jan Jansen <jansen@burger\.example>/u);
  expect(read.text).toMatch(/Bijlage\s+foto\.jpg \(1,4 MB\)/u);
  expect(read.text).toMatch(/Let op: dit bericht kon niet helemaal worden gelezen/u);
  expect(read.text).toContain('Geachte coördinator,');
  expect(read.text).toMatch(/€ 12,50/u);
  expect(read.text).toMatch(/Zaak 1458\s+Pagina 3 van 3/u);
});

it('reads the text in the HTML where there is no other', async () => {
  const { text } = await readPdf(await plainPdf(mailPage({ text: null, html: '<h1>Kop</h1><p>Een &amp; twee</p>' })));

  expect(text).toMatch(/^\s*Kop$/mu);
  expect(text).toContain('Een & twee');
});

it('makes something of nothing', async () => {
  const page = { from: '', to: '', subject: '', date: '', caseNumber: null, html: null, text: null };

  const { text, title } = await readPdf(await plainPdf(mailPage(page)));

  expect(text).toContain('(Dit bericht heeft geen tekst.)');
  expect(title).toBe('(geen onderwerp)');
});

it.each([
  ['one word', 'x'.repeat(2_000_000)],
  ['short words', 'woord '.repeat(300_000)],
  ['empty lines', 'a\n\n'.repeat(30_000)],
  ['signs without a glyph', '\u{1f600}\u0301'.repeat(100_000)],
])('is done in time with a hostile mail of %s', async (_, text) => {
  const { result, spent } = await processorTime(() => plainPdf(mailPage({ text })));
  const { text: read } = await readPdf(result);

  expect(spent).toBeLessThan(10_000);
  expect(read).toMatch(/Pagina 1 van/u);
});

it('says so where it leaves out the end of a long mail', async () => {
  const { text } = await readPdf(await plainPdf(mailPage({ text: 'woord '.repeat(60_000) })));

  expect(text).toContain('(De rest van dit lange bericht staat in het oorspronkelijke bericht, .eml.)');
});
