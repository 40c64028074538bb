import { generateKeyPairSync } from 'node:crypto';
import { demoIds } from '@zaakpost/app-standalone/demo';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { House } from '../house/house.ts';
import { eventually, reloadUntil, rowOf, visit } from './looking.ts';
import { people } from './people.ts';
import type { Workplace } from './workplace.ts';
import { sentMail, writeMail } from './writing.ts';

export function operating(workplace: () => Workplace): void {
  describe('operating', () => {
    test('quarantine says what was found, and shows nothing of it', async () => {
      const page = await workplace().as('operator');
      await visit(page, '/quarantine');

      await rowOf(page, 'Alleen vandaag: 90 procent korting').getByText('Spam', { exact: true }).waitFor();
      await rowOf(page, 'Factuur 2026-118').getByText('Virus gevonden').waitFor();
      await page.getByRole('link', { name: 'Factuur 2026-118' }).click();

      await page.getByText(/^Virus gevonden: Eicar/u).waitFor();
      await page.getByRole('region', { name: 'Uitkomst van de scan' }).getByText('factuur.com').first().waitFor();
      expect(await page.locator('pre').count()).toBe(0);
      await page.getByRole('link', { name: 'De mail volgen' }).click();
      await page.getByRole('heading', { name: 'De weg van deze mail' }).waitFor();
      expect(await page.getByRole('link', { name: 'Bron downloaden (.eml)' }).count()).toBe(0);
      expect(await page.getByRole('region', { name: 'Onderdelen en bijlagen' }).getByText('factuur.com').count()).toBe(
        0,
      );
    });

    test('a case worker sees no operator pages, by the menu or by the address', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/pipeline');
      await page.getByRole('heading', { name: 'Postkamer', level: 1 }).waitFor();
      expect(await menuOf(page)).toEqual([
        'Postkamer',
        'Post zoeken',
        'Niet geplaatst',
        'Documentintake',
        'Zaken',
        'Planning',
        'Uitgaand',
      ]);

      for (const path of ['/quarantine', '/steps']) {
        await visit(page, path);
        await page.getByRole('heading', { name: 'Deze pagina is niet voor uw rol' }).waitFor();
      }
      expect((await page.goto('/queues'))?.status()).toBe(403);
      expect((await page.goto('/api/v1/steps'))?.status()).toBe(403);
    });

    test('an operator sees the machinery, and no cases', async () => {
      const page = await workplace().as('operator');
      await visit(page, '/cases');

      await page.getByRole('heading', { name: 'Deze pagina is niet voor uw rol' }).waitFor();
      expect(await menuOf(page)).toEqual([
        'Postkamer',
        'Post zoeken',
        'Uitgaand',
        'Postboek',
        'Postbussen',
        'Quarantaine',
        'Mislukte stappen',
        'Wachtrijen (Bull Board)',
      ]);
    });

    test('a failed step says why, and runs again when the cause is gone', async () => {
      const { as, house } = workplace();
      const page = await as('operator');
      await failToSign(workplace(), 'Eerst zonder goede sleutel');

      await visit(page, '/steps');
      const step = page.getByRole('listitem').filter({ hasText: 'Versturen: de DKIM-sleutel ontbreekt of klopt niet' });
      await step.getByRole('button', { name: 'Opnieuw uitvoeren' }).click();
      await step.getByLabel('Waarom voert u de stap opnieuw uit?').fill('De sleutel is vervangen');
      await step.getByRole('button', { name: 'Opnieuw uitvoeren' }).last().click();

      await page.getByRole('status').getByText('De stap staat opnieuw in de wachtrij.').waitFor();
      await sentMail(house, 'Eerst zonder goede sleutel');
      await reloadUntil(page, step.getByText('Al opnieuw uitgevoerd'));
      expect(await lastReplay(house)).toEqual({ who: people.operator.name, reason: 'De sleutel is vervangen' });
    });

    test('a retry on the board is the same audited replay', async () => {
      const { as, house } = workplace();
      const page = await as('administrator');
      await failToSign(workplace(), 'Vanaf het bord');

      await page.goto('/queues/queue/send-outbound?status=failed');
      const newest = page.getByRole('link', { name: /^[0-9a-f-]{36}-\d+$/u }).first();
      // The board's buttons have pictures for names; the first beside a job retries it.
      await newest.locator('xpath=following::button[1]').click();
      await page.getByRole('button', { name: 'Confirm' }).click();

      await sentMail(house, 'Vanaf het bord');
      expect(await lastReplay(house)).toEqual({ who: people.administrator.name, reason: 'retried on the board' });
    });
  });
}

const menuOf = (page: Page) => page.getByRole('navigation', { name: 'Hoofdmenu' }).getByRole('link').allInnerTexts();

/** A case worker writes while the profile's key is too short to sign with; afterwards the key is a good one. */
async function failToSign({ as, house, openCase }: Workplace, subject: string): Promise<void> {
  const failed = async () =>
    (await house.sql(`select id from step where stage = 'send-outbound' and state = 'failed'`)).length;
  const before = await failed();
  const administrator = await as('administrator');
  await signWith(administrator, newKey(512));
  try {
    await writeMail(await as('caseWorker'), openCase.number, subject);
    await eventually(failed).toBe(before + 1);
  } finally {
    await signWith(administrator, newKey(2048));
  }
}

async function signWith({ request }: Page, privateKey: string): Promise<void> {
  const path = `/api/v1/profiles/${demoIds.outgoingMail}`;
  const { csrfToken } = await (await request.get('/api/v1/session')).json();
  const { name, active, version, settings } = await (await request.get(path)).json();
  const answer = await request.put(path, {
    headers: { 'x-csrf-token': csrfToken, 'if-match': `"${version}"` },
    data: { name, active, settings: { ...settings, dkim: { ...settings.dkim, privateKey } } },
  });
  expect(answer.status()).toBe(200);
}

const newKey = (modulusLength: number) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;

async function lastReplay({ sql }: House) {
  const [entry] = await sql(
    `select actor as who, details ->> 'reason' as reason from audit_entry
      where action = 'step.replayed' order by at desc limit 1`,
  );
  return entry;
}
