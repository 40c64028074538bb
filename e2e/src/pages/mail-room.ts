import { describe, expect, test } from 'vitest';
import { eventually, rowOf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

/** By subject: what stands behind each mail that no other test moves. */
const ENDS = {
  'Straatlantaarn kapot in de Beukenstraat': 'Zaak gestart\nzaak',
  'Ontvangst van uw tekening': 'Op een zaak\nzaak',
  'Bewijs van inschrijving en foto': 'In de documentintake',
  'Alleen vandaag: 90 procent korting': 'In quarantaine\nSpam',
  'Factuur 2026-118': 'In quarantaine\nVirus gevonden',
  'Uw vraag over de afvalpas': 'Niet geplaatst',
  'Automatisch antwoord: Uitnodiging informatieavond': 'Automatisch antwoord opgeborgen',
  'Undelivered Mail Returned to Sender': 'Onbestelbaarbericht vastgelegd',
  'Vergeten bijlage': 'Geen bijlagen voor de intake',
};

export function mailRoom(workplace: () => Workplace): void {
  describe('the mail room', () => {
    test('counts what each stage did and what waits for a person', async () => {
      const { house, as } = workplace();
      const page = await as('caseWorker');
      const counts = await house.sql<{ state: string; count: number }>(
        'select state, count(*)::int from inbound_message group by state',
      );
      const scanned = counts.reduce((sum, { count }) => sum + count, 0);
      const of = (state: string) => counts.find((one) => one.state === state)?.count;

      await visit(page, '/pipeline');

      await eventually(() => rowOf(page, 'Scannen').getByRole('cell').last().innerText()).toBe(`${scanned}`);
      const attention = page.getByRole('region', { name: 'Vraagt aandacht' });
      expect(await attention.getByRole('link').allInnerTexts()).toEqual([
        `${of('unmatched')} niet geplaatst`,
        `${of('needsConfirmation')} te bevestigen`,
        `${of('quarantined')} in quarantaine`,
      ]);
    });

    test('shows the newest mails with their ends', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/pipeline');
      await rowOf(page, 'Vergeten bijlage').waitFor();

      const shown: Record<string, string> = {};
      for (const subject of Object.keys(ENDS)) {
        shown[subject] = (await rowOf(page, subject).getByRole('cell').last().innerText()).replace(/\s*\n\s*/gu, '\n');
      }

      expect(shown).toEqual(
        Object.fromEntries(Object.entries(ENDS).map(([subject, end]) => [subject, expect.stringMatching(`^${end}`)])),
      );
    });

    test('finds mail by its state and by words', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/pipeline');
      const mails = page.getByRole('table', { name: 'Nieuwste mail' }).getByRole('rowgroup').last();

      await page.getByLabel('Toestand').selectOption({ label: 'In quarantaine' });
      await eventually(() => mails.getByRole('row').count()).toBe(2);
      await page.getByLabel('Zoek op onderwerp of afzender').fill('factuur');
      await page.keyboard.press('Enter');

      await eventually(() => mails.getByRole('link').allInnerTexts()).toEqual(['Factuur 2026-118']);
    });

    test('opens a mail: where it is, why, its way, its scan and its text', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/pipeline');

      await page.getByRole('link', { name: 'Straatlantaarn kapot in de Beukenstraat' }).click();

      const way = page.getByRole('region', { name: 'De weg van deze mail' }).getByRole('listitem');
      await eventually(() => way.locator('.zp-way-head').allInnerTexts()).toEqual([
        expect.stringMatching(/^Scannen\s+Klaar$/u),
        expect.stringMatching(/^Plaats bepalen\s+Klaar$/u),
        expect.stringMatching(/^Bij de zaak voegen\s+Klaar$/u),
        expect.stringMatching(/^PDF maken\s+Klaar$/u),
      ]);
      const said = await page.getByRole('main').innerText();
      expect(said).toContain('Waarom: Het adres hoort bij een koppelprofiel');
      expect(said).toContain('Geen virus gevonden');
      expect(said).toContain('alleen met testhandtekeningen gescand');
      expect(await page.locator('pre').innerText()).toContain('Beukenstraat');
    });
  });
}
