import { describe, expect, test } from 'vitest';
import { entryOf, eventually, reloadUntil, rowOf, showsPdf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

export function sorting(workplace: () => Workplace): void {
  describe('what a person sorts', () => {
    test('a mail that found no place is linked to a case, and its timeline says by whom', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, '/unmatched');
      await page.getByRole('link', { name: 'Stage bij de griffie' }).click();

      await page.getByRole('radio', { name: 'Op een bestaande zaak zetten' }).check();
      await page.getByLabel('Zaaknummer').fill('999999');
      await page.getByRole('button', { name: 'Uitvoeren' }).click();
      await eventually(() => page.getByLabel('Zaaknummer').getAttribute('aria-invalid')).toBe('true');
      await page.getByLabel('Zaaknummer').fill(`${openCase.number}`);
      await page.getByRole('button', { name: 'Uitvoeren' }).click();
      await page.getByRole('status').getByText('Geregeld').waitFor();

      await visit(page, `/cases/${openCase.number}`);
      const entry = entryOf(page, 'Stage bij de griffie');
      await reloadUntil(page, entry);
      expect(await entry.innerText()).toContain('Waarom hier: Door een medewerker geplaatst');
      await visit(page, '/unmatched');
      await rowOf(page, 'Uw vraag over de afvalpas').waitFor();
      expect(await rowOf(page, 'Stage bij de griffie').count()).toBe(0);
    });

    test('a reply to a resolved case points to that case', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/unmatched');

      await page.getByRole('link', { name: 'Uw parkeervergunning' }).click();

      await page.getByText(/De code past bij de afgehandelde zaak \d+\./u).waitFor();
      await page.getByRole('link', { name: /^Naar zaak \d+$/u }).click();
      await page.getByText('Afgehandeld', { exact: true }).first().waitFor();
    });

    test('a mail of an unknown sender is confirmed where it stands', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, `/cases/${openCase.number}`);
      const entry = entryOf(page, 'Ontvangen van R. de Groot');

      await entry.getByRole('button', { name: 'Bevestigen' }).click();

      await page.getByRole('status').getByText('Bevestigd: de mail hoort bij deze zaak').waitFor();
      await page.reload();
      await entry.waitFor();
      expect(await entry.innerText()).not.toContain('moet bevestigd worden');
      expect(await entry.getByRole('button').count()).toBe(0);
    });

    test('a document from the intake is read and filed on a case', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, '/intake');

      await page.getByRole('link', { name: 'Bewijs van inschrijving.pdf' }).click();
      await showsPdf(page);
      await page.getByLabel('Zaaknummer').fill(`${openCase.number}`);
      await page.getByRole('button', { name: 'Uitvoeren' }).click();

      await page.getByRole('status').getByText(`Het document staat op zaak ${openCase.number}.`).waitFor();
      await visit(page, `/cases/${openCase.number}/documents`);
      await page.getByRole('button', { name: /Bewijs van inschrijving\.pdf/u }).waitFor();
    });

    test('a document from the intake is rejected with a reason', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/intake');

      await page.getByRole('link', { name: 'IMG_2041.jpg' }).click();
      await page.getByRole('img', { name: 'IMG_2041.jpg' }).waitFor();
      await page.getByRole('radio', { name: 'Afwijzen met een reden' }).check();
      await page.getByRole('button', { name: 'Uitvoeren' }).click();
      await page.getByText('Vul dit veld in.').waitFor();
      await page.getByRole('textbox', { name: 'Reden' }).fill('Te donker om te lezen');
      await page.getByRole('button', { name: 'Uitvoeren' }).click();

      await page.getByRole('status').getByText('Het document is afgewezen.').waitFor();
      await page.getByLabel('Toestand').selectOption({ label: 'Afgewezen' });
      await eventually(() => rowOf(page, 'IMG_2041.jpg').count()).toBe(1);
    });
  });
}
