import { until } from '@zaakpost/testing';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE } from './browser.ts';

/** Asks again until the page says so, for what no locator can wait for. */
export const eventually = <T>(look: () => T | Promise<T>, what = '') =>
  expect.poll(look, { timeout: PATIENCE, interval: 50, ...(what ? { message: what } : {}) });

/** Opens an address of the pages and waits until it has all that it loads. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await isThere(page);
}

/** Loaded to the end: a heading, and nothing on its way. Locators would look again after half a second only. */
const isThere = (page: Page) =>
  until(
    () =>
      page
        .locator('html')
        .evaluate((html) => html.querySelector('h1') !== null && html.querySelector('.zp-loading') === null),
    { what: 'the page to be loaded', deadline: PATIENCE },
  );

/** A row of a table, by words in it. */
export const rowOf = (page: Page, words: string): Locator => page.getByRole('row').filter({ hasText: words });

/** An entry of a timeline, by words in it. */
export const entryOf = (page: Page, words: string): Locator => page.locator('.zp-entry').filter({ hasText: words });

/** Loads the page anew until it shows this: sooner than the page would by itself. */
export const reloadUntil = (page: Page, shown: Locator): Promise<boolean> =>
  until(
    async () => {
      await page.reload();
      await isThere(page);
      return await shown.isVisible();
    },
    { what: `the page to show ${shown}`, every: 100 },
  );

/** Chromium's own viewer, which is an extension, shows a PDF within the page. */
export const showsPdf = (page: Page) =>
  eventually(() => page.frames().filter((frame) => frame.url().startsWith('chrome-extension://')).length).toBe(1);
