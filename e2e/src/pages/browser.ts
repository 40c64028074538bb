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
export const HEIGHT = 900;

/** Milliseconds that a page gets to show what it must. */
export const PATIENCE = 60_000;

/** Somebody at a browser; what went wrong unseen in a page fails the test that used it. */
export interface Browsing {
  /** With nothing of an earlier visit in the browser. */
  guest(): Promise<Page>;
  /** Signed in; the same browser and the same page each time, wherever the test before left it. */
  as(role: Role): Promise<Page>;
}

/** `contentUrl`: where the pages may fetch files besides their own origin. */
export async function withBrowser(
  { url, contentUrl = url }: { url: string; contentUrl?: string },
  use: (browsing: Browsing) => Promise<void>,
): Promise<void> {
  const ours = [url, contentUrl];
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: root ? [...FLAGS, '--no-sandbox'] : FLAGS });
  const visitors = new Map<Role, Visit>();
  try {
    await use({
      async guest() {
        const visitor = await newVisitor(browser, url);
        onTestFinished(() => visitor.close());
        return watched(await openPage(visitor, ours));
      },
      async as(role) {
        const visit =
          visitors.get(role) ?? (await openPage(await signedIn(await newVisitor(browser, url), role), ours));
        visitors.set(role, visit);
        await visit.page.setViewportSize({ width: WIDE, height: HEIGHT });
        return watched(visit);
      },
    });
  } finally {
    await browser.close();
  }
}

async function newVisitor(browser: Browser, baseURL: string): Promise<BrowserContext> {
  const viewport = { width: WIDE, height: HEIGHT };
  const visitor = await browser.newContext({ baseURL, viewport, locale: 'nl-NL', reducedMotion: 'reduce' });
  visitor.setDefaultTimeout(PATIENCE);
  return visitor;
}

async function signedIn(visitor: BrowserContext, role: Role): Promise<BrowserContext> {
  const { userName } = people[role];
  const answer = await visitor.request.post('/api/v1/session', { data: { userName, password: PASSWORD } });
  expect(answer.status()).toBe(200);
  return visitor;
}

/** A page, and what has gone wrong in it that nobody sees. */
interface Visit {
  page: Page;
  faults: string[];
}

async function openPage(visitor: BrowserContext, ours: readonly string[]): Promise<Visit> {
  const page = await visitor.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`said ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('console', (said) => said.text().includes('Content Security Policy') && faults.push(said.text()));
  page.on('request', (request) => isForeign(request.url(), ours) && faults.push(`asked ${request.url()}`));
  return { page, faults };
}

/** For this test: pictures what failed, and fails for what nobody saw. */
function watched({ page, faults }: Visit): Page {
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await picture(page, `failed ${task.name.slice(0, 40)} ${new URL(page.url()).pathname}`);
    }
    expect(faults.splice(0)).toEqual([]);
  });
  return page;
}

const isForeign = (asked: string, ours: readonly string[]) =>
  /^(?:https?|wss?):/u.test(asked) && !ours.includes(new URL(asked).origin);
