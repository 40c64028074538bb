import { expect, it } from 'vitest';
import { mailPage, png, reach, readPdf, topOfPage } from './page.fixture.ts';
import { chromiums, render, renderer } from './renderer.fixture.ts';

it('prints a mail on A4 with its block, page numbers, title, tags and language', async () => {
  const attachments = [
    { filename: 'foto van de straat.jpg', size: 1_458_000 },
    { filename: 'brief.pdf', size: 23_456 },
  ];
  const text = `Geachte heer of mevrouw,\n\n${'Een lange vraag. '.repeat(400)}\n\nJan`;

  const { pdf, plain, reason } = await render(renderer(), { text, attachments, incomplete: true });

  expect({ plain, reason }).toEqual({ plain: false, reason: null });
  const read = await readPdf(pdf);
  expect(read).toMatchObject({ tagged: true, language: 'nl', pages: 2, title: mailPage().subject });
  expect(read.size).toContain('A4');
  for (const line of [
    /Van\s+Jan Jansen <jansen@burger\.example>/u,
    /Aan\s+Gemeente Voorbeeld <post@gemeente\.example>/u,
    /Onderwerp\s+Vraag over mijn parkeervergunning \[Voorbeeld 1458-ae34dc\]/u,
    /Datum\s+maandag 23 november 2026 om 14:05/u,
    /Zaak\s+1458/u,
    /Bijlagen\s+foto van de straat\.jpg \(1,4 MB\)\n\s+brief\.pdf \(23 kB\)/u,
    /Let op: dit bericht kon niet helemaal worden gelezen/u,
    /Zaak 1458\s+Pagina 1 van 2/u,
    /Zaak 1458\s+Pagina 2 van 2/u,
  ]) {
    expect(read.text).toMatch(line);
  }
  expect(read.structure).toMatch(/H1/u);
});

it('shows inline images whole: as wide as the page at most, and never over the edge of one', async () => {
  const images = [
    { contentId: 'breed@x', contentType: 'image/png', bytes: png(3_000, 600) },
    { contentId: 'hoog@x', contentType: 'image/png', bytes: png(500, 4_000) },
  ];
  const filler = '<p>regel</p>'.repeat(20);
  const html = `${filler}<img src="cid:breed@x" width="3000">${filler}<img src="cid:hoog@x"><p>na de foto's</p>`;

  const read = await readPdf((await render(renderer(), { html, images })).pdf);

  // An image that is cut is listed on both pages.
  expect(read.images).toMatchObject([
    { kind: 'image', width: '3000', height: '600' },
    { kind: 'image', width: '500', height: '4000' },
  ]);
  expect(read.text).toContain("na de foto's");
});

it('cuts off neither a wide table nor a long word', async () => {
  const by = renderer();
  const cells = (count: number) => '<td nowrap>kolom\u00b5naam</td>'.repeat(count);
  const table = (count: number) => `<table width="2500" border="1"><tr>${cells(count)}</tr></table>`;
  const margin = 20 * (72 / 25.4);

  for (const count of [8, 12, 40]) {
    const { pdf } = await render(by, { html: `${table(count)}<p>${'lang'.repeat(500)}slot</p>` });

    expect((await readPdf(pdf)).text.match(/\u00b5/gu)).toHaveLength(count);
    expect((await reach(pdf)).right).toBeLessThan(595 - margin + 1);
  }
  const { pdf } = await render(by, { text: `${'x'.repeat(3_000)}slot` });
  expect((await readPdf(pdf)).text.replace(/\s/gu, '')).toContain('xslot');
  expect((await reach(pdf)).right).toBeLessThan(595 - margin + 1);
});

it('lets nothing of one mail into the next', async () => {
  const by = renderer();
  const before = await readPdf((await render(by)).pdf);
  await render(by, {
    subject: 'Vals',
    html: `<html lang="xx" dir="rtl"><head><base href="https://evil.example/"><title>Vals</title>
      <meta http-equiv="Content-Security-Policy" content="img-src 'none'; style-src 'none'"><meta name="color-scheme" content="dark">
      <style>@page { size: A5 landscape; margin: 0 } html, body, header, p { display: none !important }
      :host { display: none !important } @font-face { font-family: "Liberation Sans"; src: local("DejaVu Sans") }</style>
      </head><body style="display:none"></template></div></main><style>dl { display: none }</style><plaintext>`,
  });

  const after = await readPdf((await render(by)).pdf);

  expect(after).toEqual(before);
});

it('keeps its own block on top, whatever a mail lays over it', async () => {
  const by = renderer();
  const over = 'position:fixed;top:0;left:0;width:100%;height:100%;z-index:99999;background:#000';
  const style = 'header,dl{display:none!important}:host{position:fixed!important;top:0!important;z-index:99!important}';

  const ordinary = await render(by, { html: 'Dag' });
  const hostile = await render(by, { html: `<style>${style}</style><div style="${over}">Van: de burgemeester</div>` });

  expect(await topOfPage(hostile.pdf)).toBe(await topOfPage(ordinary.pdf));
});

it('is renewed after so many mails', async () => {
  const by = renderer({ renewAfter: 2 });
  await render(by);
  const [first] = chromiums();
  await render(by);
  await render(by);

  expect(chromiums()).toHaveLength(1);
  expect(chromiums()[0]).not.toBe(first);
});

it('renders as many at the same time as it was told, each alone', async () => {
  const by = renderer({ concurrency: 2 });

  const texts = ['een', 'twee', 'drie', 'vier', 'vijf', 'zes'];
  const done = await Promise.all(texts.map((text) => render(by, { text })));

  expect(chromiums()).toHaveLength(2);
  for (const [index, { pdf, plain }] of done.entries()) {
    expect(plain).toBe(false);
    expect((await readPdf(pdf)).text).toMatch(new RegExp(`^${texts[index]}$`, 'mu'));
  }
});
