import type { Role } from '@zaakpost/domain';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { PASSWORD, people } from './people.ts';
import { picture } from './picture.ts';

/** The system's own Chromium: nothing is downloaded for the tests. */
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

export const WIDE = 1280;
export const NARROW = 360;

/** Milliseconds that a page gets to show what it must. */
export const PATIENCE = 10_000;

/** Somebody's browser, with nothing of an earlier visit in it; closed at the end of the test. */
export interface Browsing {
  readonly url: string;
  guest(): Promise<Page>;
  as(role: Role): Promise<Page>;
}

type Cookies = Awaited<ReturnType<BrowserContext['storageState']>>;

export async function withBrowser(url: string, use: (browsing: Browsing) => Promise<void>): Promise<void> {
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: root ? [...FLAGS, '--no-sandbox'] : FLAGS });
  const known = new Map<Role, Cookies>();
  try {
    await use({
      url,
      guest: () => open(browser, url),
      async as(role) {
        const cookies = known.get(role) ?? (await signIn(browser, url, role));
        known.set(role, cookies);
        return open(browser, url, cookies);
      },
    });
  } finally {
    await browser.close();
  }
}

async function open(browser: Browser, url: string, storageState?: Cookies): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: WIDE, height: 900 },
    locale: 'nl-NL',
    reducedMotion: 'reduce',
    ...(storageState && { storageState }),
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (said) => said.text().includes('Content Security Policy') && faults.push(said.text()));
  context.on('request', (request) => isForeign(request.url(), url) && faults.push(`asked ${request.url()}`));
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail')
      await picture(page, `failed ${task.name.slice(0, 40)} ${new URL(page.url()).pathname}`);
    await context.close();
    expect(faults).toEqual([]);
  });
  return page;
}

const isForeign = (asked: string, url: string) => /^(?:https?|wss?):/u.test(asked) && new URL(asked).origin !== url;

async function signIn(browser: Browser, baseURL: string, role: Role): Promise<Cookies> {
  const context = await browser.newContext({ baseURL });
  const { userName } = people[role];
  const answer = await context.request.post('/api/v1/session', { data: { userName, password: PASSWORD } });
  expect(answer.status()).toBe(200);
  const cookies = await context.storageState();
  await context.close();
  return cookies;
}
