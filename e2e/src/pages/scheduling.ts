import { describe, expect, test } from 'vitest';
import { eventually, rowOf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const inDutch = (date: string) =>
  new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

export function scheduling(workplace: () => Workplace): void {
  describe('a scheduled e-mail', () => {
    test('waits for its moment, shows what it would say, is moved and is cancelled', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      const [planned, moved] = [inDays(10), inDays(20)];
      await visit(page, `/cases/${openCase.number}/scheduled`);

      await page.getByLabel('Sjabloon').selectOption({ label: 'Stand van zaken' });
      await page.getByLabel('Datum').fill(planned);
      await page.getByLabel('Nederlandse tijd').fill('10:30');
      await page.getByRole('button', { name: 'Inplannen' }).click();
      const email = page.getByRole('region', { name: 'Geplande e-mails' }).getByRole('listitem');
      await email.getByText(`Gaat weg op ${inDutch(planned)} om 10:30`).waitFor();
      expect(await email.innerText()).toMatch(/Stand van zaken\s+Gepland/u);

      await email.getByRole('button', { name: 'Voorbeeld' }).click();
      await email.getByText('Beste Sanne de Vries').waitFor();
      await email.getByRole('button', { name: 'Verplaatsen' }).click();
      await email.getByLabel('Datum').fill(moved);
      await email.getByRole('button', { name: 'Verplaatsen' }).last().click();
      await email.getByText(`Gaat weg op ${inDutch(moved)} om 10:30`).waitFor();

      await page.getByRole('link', { name: 'Planning' }).click();
      const row = rowOf(page, `${openCase.number} Losse stoeptegel`);
      await eventually(() => row.innerText()).toContain(`${inDutch(moved)} om 10:30`);
      await row.getByRole('link').click();

      await email.getByRole('button', { name: 'Annuleren' }).click();
      await email.getByRole('button', { name: 'Ja, annuleren' }).click();
      await eventually(() => email.innerText()).toMatch(/Stand van zaken\s+Geannuleerd/u);
      expect(await email.getByRole('button').count()).toBe(0);
    });

    test('is not planned in the past', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, `/cases/${openCase.number}/scheduled`);

      await page.getByLabel('Sjabloon').selectOption({ label: 'Stand van zaken' });
      await page.getByLabel('Datum').fill(inDays(-2));
      await page.getByRole('button', { name: 'Inplannen' }).click();

      await page.getByText('Kies een moment in de toekomst.').waitFor();
    });
  });
}
