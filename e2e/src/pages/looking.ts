import { until } from '@zaakpost/testing';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE } from './browser.ts';

/** Asks again until the page says so, for what no locator can wait for. */
export const eventually = <T>(look: () => T | Promise<T>, what = '') =>
  expect.poll(look, { timeout: PATIENCE, interval: 50, ...(what ? { message: what } : {}) });

/** A row of a table, by words in it. */
export const rowOf = (page: Page, words: string): Locator => page.getByRole('row').filter({ hasText: words });

/** An entry of a timeline, by words in it. */
export const entryOf = (page: Page, words: string): Locator => page.locator('.zp-entry').filter({ hasText: words });

/** Loads the page anew until it shows this: sooner than the page would by itself. */
export const reloadUntil = (page: Page, shown: Locator): Promise<boolean> =>
  until(
    async () => {
      await page.reload();
      await shown.waitFor({ timeout: 2_000 });
      return true;
    },
    { what: `the page to show ${shown}`, deadline: 2 * PATIENCE },
  );

/** Chromium's own viewer, which is an extension, shows a PDF within the page. */
export const showsPdf = (page: Page) =>
  eventually(() => page.frames().filter((frame) => frame.url().startsWith('chrome-extension://')).length).toBe(1);
