import { describe, expect, test } from 'vitest';
import { entryOf, eventually, showsPdf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

export function onCases(workplace: () => Workplace): void {
  describe('a case', () => {
    test('is found by its number, and its timeline says why each mail is there and what to mind', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, '/cases');

      await page.getByLabel('Zoek op zaaknummer, onderwerp of aanvrager').fill(`${openCase.number}`);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: `${openCase.number} Losse stoeptegel` }).click();

      const known = await entryOf(page, 'Ontvangst van uw tekening').innerText();
      expect(known).toContain('Ontvangen van Sanne de Vries');
      expect(known).toContain(
        `Waarom hier: De code van de zaak staat in het onderwerp; gevonden: ${openCase.number}-${openCase.code}; afzender is bekend op de zaak`,
      );
      expect(known).toContain('Alleen met testhandtekeningen gescand');
      expect(known).not.toContain('Afzender onbekend');
      const unknown = await entryOf(page, 'Ontvangen van R. de Groot').innerText();
      expect(unknown).toContain('Afzender onbekend');
      const sent = await entryOf(page, 'Uw melding over de stoeptegel').innerText();
      expect(sent).toMatch(/sanne\.devries@burger\.example\s+Verstuurd/u);
      expect(sent).toMatch(/verhuisd@elders\.example \(cc\)\s+Onbestelbaar teruggekomen/u);
    });

    test('opens a mail as PDF within the page, from the timeline', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, `/cases/${openCase.number}`);
      const content = page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/content/'));

      await entryOf(page, 'Bouwtekening van de aanbouw')
        .getByRole('link', { name: /aanbouw\.pdf$/u })
        .click();

      const heading = page.getByRole('heading', { name: /^Geopend: .*Bouwtekening van de aanbouw\.pdf$/u });
      await heading.waitFor();
      const answer = await content;
      expect(answer.status()).toBe(200);
      expect(answer.headers()['content-type']).toBe('application/pdf');
      expect(await answer.request().allHeaders()).not.toHaveProperty('cookie');
      await showsPdf(page);
      await page.getByRole('button', { name: 'Sluiten' }).click();
      await eventually(() => page.locator('iframe').count()).toBe(0);
    });

    test('gives what no page may show as a download, byte for byte', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, `/cases/${openCase.number}/documents`);
      await page.getByRole('button', { name: /bouwtekening\.bmp/u }).click();
      const started = page.waitForEvent('download');

      await page.getByRole('link', { name: 'bouwtekening.bmp downloaden' }).click();

      const download = await started;
      expect(download.suggestedFilename()).toBe('bouwtekening.bmp');
      const bytes = await (await download.createReadStream()).toArray();
      expect(Buffer.concat(bytes).subarray(0, 2).toString()).toBe('BM');
      expect(Buffer.concat(bytes)).toHaveLength(54 + 1024 * 1024 * 3);
    });
  });
}
