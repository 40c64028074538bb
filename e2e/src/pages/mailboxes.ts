import { demoIds } from '@zaakpost/app-standalone/demo';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { eventually, rowOf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

const MAILBOX = 'Postbus van de gemeente';

export function mailboxes(workplace: () => Workplace): void {
  describe('mailboxes', () => {
    test('an operator sees how a mailbox does and its ledger, and has it fetched now', async () => {
      const { as, house } = workplace();
      const page = await as('operator');
      await visit(page, '/mailboxes');
      await rowOf(page, MAILBOX).getByText('Gaat goed').or(rowOf(page, MAILBOX).getByText('Haalt nu op')).waitFor();
      await page.getByRole('link', { name: MAILBOX }).click();

      await page.getByRole('region', { name: 'Postboek' }).getByRole('table').waitFor();
      await page.getByRole('button', { name: 'Nu ophalen' }).click();

      await page
        .getByRole('status')
        .getByText(/^(?:Het ophalen begint nu|Er wordt al opgehaald)\.$/u)
        .waitFor();
      const [note] = await house.sql(
        `select subject_id as id from audit_entry where action = 'mailbox.fetched' order by at desc limit 1`,
      );
      expect(note).toEqual({ id: demoIds.mailbox });
      expect(await page.getByRole('link', { name: 'Instellingen wijzigen' }).count()).toBe(0);
      await visit(page, '/mailboxes/new');
      await page.getByRole('heading', { name: 'Deze pagina is niet voor uw rol' }).waitFor();
    });

    test('a connection is tested step by step', async () => {
      const page = await workplace().as('administrator');
      await visit(page, `/mailboxes/${demoIds.mailbox}`);

      await page.getByRole('button', { name: 'Test de verbinding' }).click();

      const steps = page.getByRole('region', { name: 'Verbinding testen' }).getByRole('listitem');
      await eventually(() => steps.count()).toBe(7);
      // The mailbox may be in use just then: that it may be told is part of the test.
      expect(await steps.nth(2).innerText()).toMatch(/Beveiligen\s+gelukt/u);
      expect(await steps.nth(5).innerText()).toMatch(/Aanmelden\s+(?:gelukt|in gebruik)/u);
    });

    test('a mailbox is added, with a message for each field that is wrong, tried before it is kept, and changed', async () => {
      const page = await workplace().as('administrator');
      await visit(page, '/mailboxes');
      await page.getByRole('link', { name: 'Postbus toevoegen' }).click();
      await page.getByRole('button', { name: 'Test de verbinding' }).click();
      await page.getByText('Geef de naam van de mailserver.').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Opslaan' }).click();
      await page.getByText('Geef de naam van de mailserver.').waitFor();
      await page.getByText('Vul het wachtwoord in.').waitFor();
      await eventually(() => page.getByLabel('Naam', { exact: true }).getAttribute('aria-invalid')).toBe('true');

      await page.getByRole('radio', { name: 'Uit', exact: true }).check();
      await page.getByRole('radio', { name: 'POP3 met STLS' }).check();
      expect(await page.getByLabel('Poort').inputValue()).toBe('110');
      await page.getByLabel('Naam', { exact: true }).fill('Postbus Burgerzaken');
      await page.getByLabel('Server', { exact: true }).fill('pop.bestaat-niet.invalid');
      await page.getByLabel('Gebruikersnaam').fill('burgerzaken');
      await page.getByLabel('Wachtwoord', { exact: true }).fill('een geheim');
      await page.getByLabel('Poort').fill('99999');
      await page.getByRole('button', { name: 'Test de verbinding' }).click();
      await eventually(() => page.getByLabel('Poort').getAttribute('aria-invalid')).toBe('true');
      await page.getByLabel('Poort').fill('110');
      await page.getByRole('button', { name: 'Test de verbinding' }).click();
      await page.getByText('Controleer de naam van de server.').waitFor();
      await page.getByRole('button', { name: 'Opslaan' }).click();

      await page.getByRole('heading', { name: 'Postbus Burgerzaken' }).waitFor();
      await page.getByText('Uitgezet').waitFor();
      await page.getByRole('link', { name: 'Instellingen wijzigen' }).click();
      await page.getByText('Er is al iets bewaard.').first().waitFor();
      expect(await page.getByLabel('Wachtwoord', { exact: true }).inputValue()).toBe('');
      await page.getByRole('radio', { name: 'Op de server laten staan' }).check();
      await page.getByLabel('Verwijderen na dit aantal dagen').fill('14');
      await page.getByRole('button', { name: 'Opslaan' }).click();
      await page.getByRole('heading', { name: 'Postbus Burgerzaken' }).waitFor();
      expect(await settingsOf(page, 'Postbus Burgerzaken')).toMatchObject({ afterFetch: 'leave', deleteAfterDays: 14 });
    });

    test('who changes a mailbox after somebody else did is told so, and goes on from what it is now', async () => {
      const page = await workplace().as('administrator');
      await visit(page, `/mailboxes/${demoIds.mailbox}/edit`);
      await page.getByLabel('Grootste mail, in MB').fill('60');
      await changeMeanwhile(page, demoIds.mailbox);

      await page.getByRole('button', { name: 'Opslaan' }).click();
      await page.getByText('Iemand anders heeft dit intussen gewijzigd.').waitFor();
      await page.getByRole('button', { name: 'Opnieuw proberen' }).click();
      await eventually(() => page.getByLabel('Stil na dit aantal uren zonder mail').inputValue()).toBe('72');
      await page.getByLabel('Grootste mail, in MB').fill('60');
      await page.getByRole('button', { name: 'Opslaan' }).click();

      await page.getByRole('heading', { name: MAILBOX, level: 1 }).waitFor();
      expect(await settingsOf(page, MAILBOX)).toMatchObject({ maximumSizeMb: 60, silentAfterHours: 72 });
    });
  });
}

async function settingsOf({ request }: Page, name: string): Promise<Record<string, unknown>> {
  const { items } = await (await request.get('/api/v1/profiles')).json();
  const { id } = items.find((one: { name: string }) => one.name === name);
  return (await (await request.get(`/api/v1/profiles/${id}`)).json()).settings;
}

async function changeMeanwhile({ request }: Page, id: string): Promise<void> {
  const { csrfToken } = await (await request.get('/api/v1/session')).json();
  const { name, active, version, settings } = await (await request.get(`/api/v1/profiles/${id}`)).json();
  const answer = await request.put(`/api/v1/profiles/${id}`, {
    headers: { 'x-csrf-token': csrfToken, 'if-match': `"${version}"` },
    data: { name, active, settings: { ...settings, silentAfterHours: 72 } },
  });
  expect(answer.status()).toBe(200);
}
