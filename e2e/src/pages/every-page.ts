import { AxeBuilder } from '@axe-core/playwright';
import { demoIds } from '@zaakpost/app-standalone/demo';
import type { Role } from '@zaakpost/domain';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HEIGHT, NARROW, WIDE } from './browser.ts';
import { visit } from './looking.ts';
import { picture } from './picture.ts';
import type { Workplace } from './workplace.ts';

interface Visited {
  name: string;
  role: Role | null;
  path(workplace: Workplace): string | Promise<string>;
}

const pages: Visited[] = [
  { name: 'sign-in', role: null, path: () => '/' },
  { name: 'pipeline', role: 'caseWorker', path: () => '/pipeline' },
  { name: 'pipeline-operator', role: 'operator', path: () => '/pipeline' },
  { name: 'mail', role: 'caseWorker', path: (at) => mailPath(at, '/mails', 'onCase') },
  { name: 'mail-quarantined', role: 'operator', path: (at) => mailPath(at, '/mails', 'quarantined') },
  { name: 'mails', role: 'caseWorker', path: () => '/mails?state=waiting' },
  { name: 'ledger', role: 'operator', path: () => '/ledger' },
  { name: 'ledger-not-stored', role: 'operator', path: () => '/ledger/not-stored' },
  { name: 'unmatched', role: 'caseWorker', path: () => '/unmatched' },
  { name: 'unmatched-sort', role: 'caseWorker', path: (at) => mailPath(at, '/unmatched', 'unmatched') },
  { name: 'intake', role: 'caseWorker', path: () => '/intake' },
  { name: 'intake-open', role: 'caseWorker', path: intakePath },
  { name: 'cases', role: 'caseWorker', path: () => '/cases' },
  { name: 'case', role: 'caseWorker', path: ({ openCase }) => `/cases/${openCase.number}` },
  { name: 'case-documents', role: 'caseWorker', path: ({ openCase }) => `/cases/${openCase.number}/documents` },
  { name: 'case-document-open', role: 'caseWorker', path: documentPath },
  { name: 'case-scheduled', role: 'caseWorker', path: ({ openCase }) => `/cases/${openCase.number}/scheduled` },
  { name: 'case-write', role: 'caseWorker', path: ({ openCase }) => `/cases/${openCase.number}/write` },
  { name: 'schedule', role: 'caseWorker', path: () => '/schedule' },
  { name: 'outgoing', role: 'operator', path: () => '/outgoing' },
  { name: 'quarantine', role: 'operator', path: () => '/quarantine' },
  { name: 'quarantined', role: 'operator', path: (at) => mailPath(at, '/quarantine', 'quarantined') },
  { name: 'mailboxes', role: 'operator', path: () => '/mailboxes' },
  { name: 'mailbox', role: 'administrator', path: () => `/mailboxes/${demoIds.mailbox}` },
  { name: 'mailbox-new', role: 'administrator', path: () => '/mailboxes/new' },
  { name: 'mailbox-edit', role: 'administrator', path: () => `/mailboxes/${demoIds.mailbox}/edit` },
  { name: 'steps', role: 'operator', path: () => '/steps' },
  { name: 'not-allowed', role: 'caseWorker', path: () => '/quarantine' },
  { name: 'not-found', role: 'administrator', path: () => '/nowhere' },
];

/** For every page: without a fault that axe can find, within the screen, in both languages. */
export function everyPage(workplace: () => Workplace): void {
  describe('is fit for everybody, wide and narrow, in both languages:', () => {
    test.each(pages)('$name', async ({ name, role, path }) => {
      const at = workplace();
      const page = role === null ? await at.guest() : await at.as(role);
      await visit(page, await path(at));

      onTestFinished(() => page.evaluate(() => localStorage.clear()));
      for (const language of ['nl', 'en'] as const) {
        for (const width of [WIDE, NARROW]) {
          await page.setViewportSize({ width, height: HEIGHT });
          expect(await sticksOut(page), `${language} at ${width}`).toEqual([]);
          if ((language === 'nl') === (width === WIDE)) expect(await faults(page), language).toEqual([]);
          await picture(page, `${name}-${language}-${width}`);
        }
        if (language === 'nl') await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('button', { name: 'Nederlands' }).waitFor();
      }
    });
  });
}

async function mailPath({ house }: Workplace, path: string, state: string): Promise<string> {
  const [mail] = await house.sql<{ id: string }>(
    'select id from inbound_message where state = $1 order by received_at limit 1',
    [state],
  );
  return `${path}/${mail?.id}`;
}

async function intakePath({ house }: Workplace): Promise<string> {
  const [waiting] = await house.sql<{ id: string }>(
    `select id from intake_document where state = 'waiting' and content_type = 'application/pdf' limit 1`,
  );
  return `/intake?open=${waiting?.id}`;
}

async function documentPath({ house, openCase }: Workplace): Promise<string> {
  const [document] = await house.sql<{ id: string }>(
    `select id from document where role = 'mailAsPdf' and case_id = (select id from "case" where number = $1) limit 1`,
    [openCase.number],
  );
  return `/cases/${openCase.number}/documents?open=${document?.id}`;
}

/** What would have to be scrolled to sideways. */
const sticksOut = (page: Page): Promise<string[]> =>
  page
    .locator('html')
    .evaluate((html) =>
      html.scrollWidth <= html.clientWidth
        ? []
        : [...html.querySelectorAll('main *, header *')]
            .filter((element) => element.getBoundingClientRect().right > html.clientWidth)
            .map((element) => element.outerHTML.slice(0, 120)),
    );

/** What axe has against the page as it is. */
export async function faults(page: Page): Promise<string[]> {
  // Legacy: in this page, without a blank one beside it, which takes four times as long.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html}`));
}
