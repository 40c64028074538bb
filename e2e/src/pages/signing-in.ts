import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { eventually, visit } from './looking.ts';
import { PASSWORD, people } from './people.ts';
import type { Workplace } from './workplace.ts';

export function signingIn(workplace: () => Workplace): void {
  describe('signing in', () => {
    test('says clearly that the password is wrong, and puts the focus there', async () => {
      const page = await workplace().guest();
      await visit(page, '/');

      await page.getByLabel('Gebruikersnaam').fill(people.caseWorker.userName);
      await page.getByLabel('Wachtwoord').fill('verkeerd');
      await page.getByRole('button', { name: 'Inloggen' }).click();

      const error = page.getByText('De gebruikersnaam of het wachtwoord klopt niet.');
      await error.waitFor();
      const password = page.getByLabel('Wachtwoord');
      await eventually(() => isFocused(password)).toBe(true);
      expect(await password.getAttribute('aria-invalid')).toBe('true');
      expect(await password.getAttribute('aria-describedby')).toContain(await error.getAttribute('id'));
    });

    test('works with the keyboard alone, and so does going on from there', async () => {
      const page = await workplace().guest();
      await visit(page, '/');
      await page.getByRole('heading', { name: 'Inloggen' }).waitFor();

      await page.keyboard.press('Tab');
      expect(await isFocused(page.getByRole('link', { name: 'Naar de inhoud' }))).toBe(true);
      await tabTo(page, page.getByLabel('Gebruikersnaam'));
      await page.keyboard.type(people.caseWorker.userName);
      await page.keyboard.press('Tab');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await eventually(() => isFocused(page.getByRole('heading', { name: 'Postkamer', level: 1 }))).toBe(true);
      await tabTo(page, page.getByRole('link', { name: 'Zaken', exact: true }), 'Shift+Tab');
      await page.keyboard.press('Enter');

      const heading = page.getByRole('heading', { name: 'Zaken', level: 1 });
      await eventually(() => isFocused(heading)).toBe(true);
    });

    test('goes on at the address that was asked for, and ends when one signs out', async () => {
      const page = await workplace().guest();
      await visit(page, '/schedule');

      await page.getByLabel('Gebruikersnaam').fill(people.administrator.userName);
      await page.getByLabel('Wachtwoord').fill(PASSWORD);
      await page.getByRole('button', { name: 'Inloggen' }).click();
      await page.getByRole('heading', { name: 'Planning', level: 1 }).waitFor();
      expect(await page.getByRole('banner').innerText()).toContain(`${people.administrator.name}, beheerder`);
      await page.getByRole('button', { name: 'Uitloggen' }).click();

      await page.getByRole('heading', { name: 'Inloggen' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Inloggen' }).waitFor();
    });

    test('speaks English at the switch, and the next time too', async () => {
      const page = await workplace().guest();
      await visit(page, '/');

      await page.getByRole('button', { name: 'English' }).click();

      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('button', { name: 'Nederlands' }).click();
      await page.getByRole('heading', { name: 'Inloggen' }).waitFor();
    });
  });
}

const isFocused = async (locator: Locator) => (await locator.and(locator.page().locator(':focus')).count()) === 1;

async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 15; presses += 1) {
    await page.keyboard.press(key);
    if (await isFocused(target)) return;
  }
  throw new Error(`the keyboard does not reach ${target}`);
}
