import { freePort } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { withBrowser } from './browser.ts';
import { eventually, showsPdf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

/** Two names of this machine are two origins to a browser, with cookies of their own. */
export function contentOrigin(workplace: () => Workplace): void {
  test('files are shown in the page and saved also when they come from an origin of their own', async () => {
    const { house, openCase } = workplace();
    const port = await freePort();
    const [url, contentUrl] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
    await house.start('api', [], { PORT: `${port}`, PUBLIC_URL: url, CONTENT_URL: contentUrl });

    await withBrowser({ url, contentUrl }, async ({ as }) => {
      const page = await as('caseWorker');
      const asked = new Map<string, string | undefined>();
      page.on('request', async (request) => {
        if (request.url().startsWith(contentUrl)) asked.set(request.url(), (await request.allHeaders()).cookie);
      });
      await visit(page, `/cases/${openCase.number}/documents`);

      await page.getByRole('button', { name: /Bouwtekening van de aanbouw\.pdf/u }).click();
      const saved = page.waitForEvent('download');
      // While the viewer opens: each has a ticket of its own.
      await page.getByRole('link', { name: /downloaden$/u }).click();
      expect((await saved).url()).toContain(`${contentUrl}/content/`);
      expect(await (await saved).failure()).toBeNull();
      await showsPdf(page);
      await visit(page, '/intake');
      await page.getByRole('link', { name: 'IMG_2041.jpg' }).click();
      const image = page.locator('img.zp-viewer-image');
      await eventually(() =>
        image.evaluate((shown) => (shown as unknown as { naturalWidth: number }).naturalWidth),
      ).toBeGreaterThan(0);

      expect([...asked.values()]).toEqual([undefined, undefined, undefined]);
    });
  });
}
