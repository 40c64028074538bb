import { readdirSync, readFileSync } from 'node:fs';
import type { MailPage, PdfRenderer } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterEach, expect } from 'vitest';
import { type ChromiumOptions, chromiumRenderer } from './index.ts';
import { mailPage } from './page.fixture.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const renderer of open.splice(0)) await renderer.close();
  expect(chromiums()).toEqual([]);
});

export function renderer(options: ChromiumOptions = {}) {
  const made = chromiumRenderer(options);
  open.push(made);
  return made;
}

export const render = (by: PdfRenderer, page: Partial<MailPage> = {}) =>
  by.render(mailPage(page), { signal: AbortSignal.timeout(100_000) });

/** A new Chromium may be too slow for a short deadline where the machine is busy; the next mail finds it there. */
export const printsWhole = (by: PdfRenderer) =>
  until(async () => !(await render(by)).plain, { what: 'a PDF from Chromium' });

/** Process groups that this process started Chromiums in. */
export function chromiums(): number[] {
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

export const toGroup = (signal: NodeJS.Signals) => {
  for (const leader of chromiums()) process.kill(-leader, signal);
};
