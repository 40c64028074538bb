import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { House } from '../house/house.ts';
import { eventually, visit } from '../pages/looking.ts';

/** A browser shows these without running anything in them. */
const SHOWN = /^(?:application\/pdf|image\/(?:png|jpeg|gif))$/u;
const RUNS = /html|xml|svg|script/u;
/** What turns, hides or splits the text around it. */
const TURNING = /[\0\r\n\u202a-\u202e\u2066-\u2069]/u;

/** Every document that hostile mail left on cases is served so that nothing in it runs and its name is only a name. */
export async function expectHarmlessDownloads(house: House, page: Page): Promise<void> {
  const documents = await house.sql<{ id: string; filename: string }>(
    `select d.id, d.filename from document d join inbound_message m on m.id = d.inbound_message_id
      where m.message_id like '%@marteling.example>'`,
  );
  expect(documents.length).toBeGreaterThan(20);
  for (const { id, filename } of documents) {
    const answer = await page.request.head(`/api/v1/documents/${id}/content`);
    const { 'content-type': type = '', 'content-disposition': disposition = '', ...headers } = answer.headers();
    expect(answer.status(), filename).toBe(200);
    expect(headers, filename).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/u),
    });
    expect(type, filename).not.toMatch(RUNS);
    if (!SHOWN.test(type)) expect(disposition, filename).toMatch(/^attachment; filename="/u);
    const [, plain = '', encoded = ''] = /filename="([^"]*)"; filename\*=UTF-8''(\S+)$/u.exec(disposition) ?? [];
    for (const name of [plain, decodeURIComponent(encoded), filename]) {
      expect(name).not.toBe('');
      expect(name).not.toMatch(TURNING);
      expect(name).not.toMatch(/[/\\]|^\.{1,2}$/u);
      expect(name.length).toBeLessThanOrEqual(200);
    }
  }
}

/** Pixels of a page that somebody can still find their way on, however much a mail holds. */
const TALLEST = 20_000;

/** The pages that list and show these mails say their words as words, within bounds: nothing runs, loads or turns. */
export async function expectHarmlessPages(house: House, page: Page): Promise<void> {
  const mails = await house.sql<{ id: string; message_id: string; number: number | null }>(
    `select m.id, m.message_id, c.number from inbound_message m left join "case" c on c.id = m.case_id
      where m.message_id like '%@marteling.example>'`,
  );
  const paths = mails.flatMap(({ id, number }) => [
    `/mails/${id}`,
    ...(number === null ? [] : [`/cases/${number}`, `/cases/${number}/documents`]),
  ]);
  for (const path of ['/pipeline', '/unmatched', '/cases', ...paths]) {
    await visit(page, path);
    expect(await page.getByRole('main').innerText(), path).not.toMatch(/[\0\u202a-\u202e\u2066-\u2069]/u);
    const { wider, tall } = await page
      .locator('html')
      .evaluate((html) => ({ wider: html.scrollWidth - html.clientWidth, tall: html.scrollHeight }));
    expect(wider, path).toBeLessThanOrEqual(0);
    expect(tall, path).toBeLessThan(TALLEST);
    expect(await page.locator('main img[onerror], main svg[onload], main iframe[srcdoc*="script"]').count(), path).toBe(
      0,
    );
  }
  const scripted = mails.find(({ message_id }) => message_id.includes('scripts-in-the-header'));
  await visit(page, `/mails/${scripted?.id}`);
  await eventually(() => page.getByRole('main').innerText()).toContain('<script>alert(3)</script>');
}
