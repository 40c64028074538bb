import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures go of every page, and of what a test saw that failed; none are made when it is not set. */
const FOLDER = process.env.PAGES_PICTURES;

export async function picture(page: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name.replaceAll('/', '-')}.png`), fullPage: true });
}
