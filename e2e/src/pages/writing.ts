import { sampleAddresses, until } from '@zaakpost/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { House } from '../house/house.ts';
import { entryOf, reloadUntil, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

export function writing(workplace: () => Workplace): void {
  describe('a mail from a case', () => {
    test('goes out signed, with the code of the case, and is on the timeline when it is sent', async () => {
      const { as, house, openCase } = workplace();
      const page = await as('caseWorker');

      await writeMail(page, openCase.number, 'Afspraak over de stoeptegel');

      const { raw, to, tls } = await sentMail(house, 'Afspraak over de stoeptegel');
      const header = headerOf(raw);
      expect(to).toEqual([sampleAddresses.requestor]);
      expect(tls).toBe(false);
      expect(header).toContain(`Subject: [Voorbeeld ${openCase.number}-${openCase.code}] Afspraak over de stoeptegel`);
      expect(header).toMatch(/^From: Gemeente Voorbeeld <info@gemeente-voorbeeld\.example>$/mu);
      expect(header).toMatch(/^DKIM-Signature: .*a=rsa-sha256; c=relaxed\/relaxed; d=gemeente-voorbeeld\.example;/mu);
      await page.getByRole('link', { name: 'Naar de tijdlijn' }).click();
      const entry = entryOf(page, 'Afspraak over de stoeptegel');
      await reloadUntil(page, entry);
      expect(await entry.innerText()).toMatch(/sanne\.devries@burger\.example\s+Verstuurd/u);
    });

    test('is not sent before it is filled in', async () => {
      const { as, openCase } = workplace();
      const page = await as('caseWorker');
      await visit(page, `/cases/${openCase.number}/write`);

      await page.getByRole('checkbox', { name: 'Sanne de Vries' }).uncheck();
      await page.getByLabel('Andere adressen').fill('geen adres');
      await page.getByRole('button', { name: 'Versturen' }).click();

      await page.getByText('Dit is geen e-mailadres: geen adres').waitFor();
      expect(await page.getByText('Vul dit veld in.').count()).toBe(2);
    });
  });
}

/** Fills in the form of a case and sends it. */
export async function writeMail(page: Page, caseNumber: number, subject: string): Promise<void> {
  await visit(page, `/cases/${caseNumber}/write`);
  await page.getByLabel('Onderwerp').fill(subject);
  await page.getByLabel('Bericht').fill('Beste mevrouw De Vries,\n\nSchikt dinsdag om tien uur?');
  await page.getByRole('button', { name: 'Versturen' }).click();
  await page.getByRole('status').getByText('De e-mail staat klaar en wordt verstuurd').waitFor();
}

/** The one mail of this subject that Postfix delivered. */
export const sentMail = ({ services }: House, subject: string) =>
  until(() => services.postfix.delivered.received.find(({ raw }) => headerOf(raw).includes(subject)), {
    what: `"${subject}" to go out`,
  });

/** Unfolded (RFC 5322, section 2.2.3). */
const headerOf = (raw: Buffer): string => {
  const text = raw.toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n(?=[ \t])/gu, '')
    .replaceAll('\r\n', '\n');
};
