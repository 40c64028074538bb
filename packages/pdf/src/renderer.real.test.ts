import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as immediate } from 'node:timers/promises';
import { type MailPage, megabytes, type PdfRenderer } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterEach, expect, it } from 'vitest';
import { type ChromiumOptions, chromiumRenderer } from './index.ts';
import { mailPage, png, reach, readPdf, topOfPage } from './page.fixture.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const renderer of open.splice(0)) await renderer.close();
  expect(chromiums()).toEqual([]);
});

function renderer(options: ChromiumOptions = {}) {
  const made = chromiumRenderer(options);
  open.push(made);
  return made;
}

const render = (by: PdfRenderer, page: Partial<MailPage> = {}) =>
  by.render(mailPage(page), { signal: AbortSignal.timeout(100_000) });

/** A new Chromium may be too slow for a short deadline where the machine is busy; the next mail finds it there. */
const printsWhole = (by: PdfRenderer) => until(async () => !(await render(by)).plain, { what: 'a PDF from Chromium' });

/** Process groups that this process started Chromiums in. */
function chromiums(): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  return pids.filter(isOurs).map(Number);
}

function isOurs(pid: string): boolean {
  try {
    const [, parent] = /\) \S (\d+)/u.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('chromium');
  } catch {
    return false;
  }
}

const toGroup = (signal: NodeJS.Signals) => {
  for (const leader of chromiums()) process.kill(-leader, signal);
};

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

it('makes a plain PDF when Chromium dies over a mail, and goes on with a new one', async () => {
  const said: string[] = [];
  const by = renderer({ log: (line) => said.push(line) });
  await render(by);
  const rendering = render(by, { text: 'woord '.repeat(200_000) });

  toGroup('SIGKILL');

  const { pdf, plain, reason } = await rendering;
  expect({ plain, reason }).toEqual({ plain: true, reason: 'Chromium stopped.' });
  expect(said.join()).toContain('Chromium stopped.');
  expect(await readPdf(pdf)).toMatchObject({ tagged: true, language: 'nl', title: mailPage().subject });
  expect((await render(by)).plain).toBe(false);
});

it('kills the whole group at the deadline, and makes a plain PDF', async () => {
  const by = renderer({ deadline: 2_000 });
  await printsWhole(by);
  const hung = chromiums();
  toGroup('SIGSTOP');

  const { plain, reason, pdf } = await render(by);

  expect({ plain, reason }).toEqual({ plain: true, reason: 'Chromium did not finish within 2 s.' });
  expect((await readPdf(pdf)).text).toContain('Kan mijn vergunning een week langer lopen?');
  for (const group of hung) await until(() => isGone(group), { what: 'the whole group to end' });
  await printsWhole(by);
});

it('kills the whole group when it eats memory, and makes a plain PDF', async () => {
  const by = renderer({ memory: megabytes(300), deadline: 60_000 });
  await render(by);
  const hungry = chromiums();

  const { plain, reason, pdf } = await render(by, {
    html: `<table>${'<tr><td>x<td>y<td>z</tr>'.repeat(50_000)}</table>`,
  });

  expect({ plain, reason }).toEqual({ plain: true, reason: 'Chromium took more than 300 MB of memory.' });
  expect((await readPdf(pdf)).text).toContain('Kan mijn vergunning een week langer lopen?');
  for (const group of hungry) await until(() => isGone(group), { what: 'the whole group to end' });
  expect((await render(by)).plain).toBe(false);
});

function isGone(group: number): boolean {
  try {
    process.kill(-group, 0);
    return false;
  } catch {
    return true;
  }
}

it('makes a plain PDF where no Chromium is installed, or what is there does not start', async () => {
  expect(await render(renderer({ executablePath: '/nonexistent/chromium' }))).toMatchObject({
    plain: true,
    reason: 'Chromium is not installed.',
  });
  expect(await render(renderer({ executablePath: '/bin/false' }))).toMatchObject({
    plain: true,
    reason: 'Chromium did not start.',
  });
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

it('stops when its caller does, and takes Chromium along', async () => {
  const by = renderer();
  await render(by);
  const stop = new AbortController();
  toGroup('SIGSTOP');
  const rendering = by.render(mailPage(), { signal: stop.signal });
  await immediate();

  stop.abort(new Error('the worker ends'));

  await expect(rendering).rejects.toThrow('the worker ends');
  expect(chromiums()).toEqual([]);
});

it('makes no plain PDF of a mail that it was closed over: that one waits', async () => {
  const by = renderer();
  await render(by);
  toGroup('SIGSTOP');
  const rendering = expect(render(by)).rejects.toMatchObject({ name: 'UnavailableError', code: 'renderer-away' });
  await immediate();

  await by.close();

  await rendering;
  await expect(render(by)).rejects.toMatchObject({ code: 'renderer-away' });
});
