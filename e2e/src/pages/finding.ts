import { describe, expect, test } from 'vitest';
import { eventually, rowOf, visit } from './looking.ts';
import type { Workplace } from './workplace.ts';

interface Known {
  id: string;
  messageId: string;
  sha256: string;
  uniqueId: string;
}

export function finding(workplace: () => Workplace): void {
  describe('finding mail, and accounting for it', () => {
    test('a mail is found by every name that it has', async () => {
      const { as, house } = workplace();
      const page = await as('caseWorker');
      const subject = 'Straatlantaarn kapot in de Beukenstraat';
      const [mail] = await house.sql<Known & Record<string, unknown>>(
        `select id, message_id as "messageId", raw_sha256 as sha256, unique_id as "uniqueId"
           from inbound_message where subject = $1`,
        [subject],
      );
      if (!mail) throw new Error('The sample mail is not there.');
      await visit(page, '/mails');

      const bare = mail.messageId.replace(/[<>]/gu, '');
      for (const name of [mail.id, mail.messageId, bare, mail.sha256, mail.sha256.slice(0, 10), mail.uniqueId]) {
        await page.getByLabel('Zoek een mail').fill(name);
        await page.keyboard.press('Enter');
        await eventually(() => page.getByRole('link', { name: subject }).count(), name).toBe(1);
      }
    });

    test('a mail that goes out is found by the Message-ID it went out under, and by its hash', async () => {
      const { as, house } = workplace();
      const page = await as('operator');
      const [sent] = await house.sql<{ messageId: string; sha256: string }>(
        `select message_id as "messageId", mime_sha256 as sha256 from outbound_message
          where state = 'frozen' order by created_at limit 1`,
      );
      if (!sent) throw new Error('No mail has gone out.');
      await visit(page, '/outgoing');

      for (const name of [sent.messageId, sent.sha256.slice(0, 10)]) {
        await page.getByLabel('Zoek een uitgaande mail').fill(name);
        await page.keyboard.press('Enter');
        await eventually(() => page.getByRole('main').getByRole('row').count(), name).toBe(2);
      }
      await page.getByLabel('Zoek een uitgaande mail').fill('<nergens@gemeente.example>');
      await page.keyboard.press('Enter');
      await page.getByText('Er is geen uitgaande mail die hieraan voldoet.').waitFor();
    });

    test('a mail, a mailbox and a case that are not there are said not to be, with a way on', async () => {
      const page = await workplace().as('administrator');
      const nowhere = 'a7c1b2d4-0000-4000-8000-00000000cafe';

      for (const [path, words] of [
        [`/mails/${nowhere}`, 'Er is geen mail met dit nummer.'],
        ['/mails/geen-nummer', 'Er is geen mail met dit nummer.'],
        [`/quarantine/${nowhere}`, 'Deze mail staat niet in quarantaine'],
        [`/mailboxes/${nowhere}`, 'Deze postbus bestaat niet'],
        ['/cases/999999', 'Er is geen zaak met dit nummer.'],
      ] as const) {
        await visit(page, path);
        await page.getByRole('status').filter({ hasText: words }).waitFor();
        expect(await page.getByRole('alert').count(), path).toBe(0);
        expect(await page.getByRole('main').getByRole('link').count(), path).toBeGreaterThan(0);
      }
    });

    test('a span of days that cannot be is said beside the day', async () => {
      const page = await workplace().as('operator');
      await visit(page, '/ledger?from=2026-11-25&to=2026-11-20');

      await eventually(() => page.getByLabel('Vanaf dag').getAttribute('aria-invalid')).toBe('true');

      expect(await page.getByRole('main').innerText()).toContain('Kies een eerste dag die niet na de laatste ligt');
      expect(await page.getByRole('alert').count()).toBe(0);
    });

    test('an operator finds no mail of a case by what it says', async () => {
      const page = await workplace().as('operator');
      await visit(page, '/mails?q=Beukenstraat');

      await page.getByText('Geen mail gevonden.').waitFor();
    });

    test('the ledger counts every mail of the mailbox, and leads to those it counts', async () => {
      const { as, house } = workplace();
      const page = await as('operator');
      const [{ stored, quarantined } = { stored: 0, quarantined: 0 }] = await house.sql<Record<string, number>>(
        `select count(*)::int as stored, (count(*) filter (where state = 'quarantined'))::int as quarantined
           from inbound_message where mailbox_id is not null`,
      );
      await visit(page, '/ledger');
      const today = page.getByRole('table').first().getByRole('rowgroup').last().getByRole('row').first();

      await eventually(() => today.getByRole('cell').nth(1).innerText()).toMatch(new RegExp(`\\b${stored}$`, 'u'));
      await eventually(() => today.getByRole('cell').nth(2).innerText()).toMatch(new RegExp(`\\b${stored}$`, 'u'));
      await page.getByText('Geen verschillen').waitFor();
      await today.getByRole('listitem').filter({ hasText: 'In quarantaine' }).getByRole('link').click();

      await page.getByRole('heading', { name: 'Post zoeken' }).waitFor();
      await rowOf(page, 'Factuur 2026-118').waitFor();
      const mails = page.getByRole('table', { name: 'Post zoeken' }).getByRole('rowgroup').last();
      expect(await mails.getByRole('row').count()).toBe(quarantined);
    });

    test('a mail that lay on the server and is not with us stands out, and is told by its number there', async () => {
      const { as, house } = workplace();
      const page = await as('operator');
      await house.sql(
        `insert into server_message (mailbox_id, unique_id, size, gone_at)
         select mailbox_id, 'nooit-opgehaald', 1234, now() from inbound_message where mailbox_id is not null limit 1`,
      );
      try {
        await visit(page, '/ledger');
        await page.getByRole('link', { name: '1 gezien op de server en niet opgeslagen' }).click();

        await page.getByRole('heading', { name: 'Gezien en niet opgeslagen' }).waitFor();
        await rowOf(page, 'nooit-opgehaald')
          .getByText(/^verdwenen van de server/u)
          .waitFor();
      } finally {
        await house.sql(`delete from server_message where unique_id = 'nooit-opgehaald'`);
      }
    });

    test('a mail tells where it came from and what it led to', async () => {
      const page = await workplace().as('caseWorker');
      await visit(page, '/mails?q=Beukenstraat');
      await page.getByRole('link', { name: 'Straatlantaarn kapot in de Beukenstraat' }).click();

      const origin = page.getByRole('region', { name: 'Herkomst' });
      await origin.getByText('Nummer op de server (UIDL)').waitFor();
      const ledTo = page.getByRole('region', { name: 'Wat eruit voortkwam' });
      await ledTo.getByRole('link', { name: /^Contactmoment op zaak \d+$/u }).click();
      await page.getByRole('heading', { name: /^Zaak \d+$/u }).waitFor();
    });
  });
}
