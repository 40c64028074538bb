import { randomUUID } from 'node:crypto';
import { demoIds } from '@zaakpost/app-standalone/demo';
import { eicar, gtube, rfc5322Date, sampleAddresses, until } from '@zaakpost/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { faults } from './every-page.ts';
import { entryOf, eventually, reloadUntil, rowOf, visit } from './looking.ts';
import { people } from './people.ts';
import { picture } from './picture.ts';
import type { Workplace } from './workplace.ts';

export function quarantine(workplace: () => Workplace): void {
  describe('quarantine', () => {
    test('a mail that is no spam is looked at, released with a reason, and lands on its case with its PDF', async () => {
      const { as, openCase, house } = workplace();
      const subject = `Re: ${codeOf(workplace())} toch geen reclame`;
      await deliver(workplace(), { subject, text: `Zie https://voorbeeld.example/\n${gtube()}\n\u202Eomgekeerd` });
      const page = await as('operator');
      await visit(page, '/quarantine?reason=spam');
      await page.getByRole('link', { name: subject }).click();
      await page.getByText('30 dagen').waitFor();

      await page.getByRole('button', { name: 'Tekst bekijken' }).click();
      const text = page.locator('pre');
      await text.getByText('‹U+202E›omgekeerd').waitFor();
      expect(await text.getByRole('link').count()).toBe(0);
      await page.getByRole('button', { name: 'Vrijgeven' }).click();
      await inDialog(page).getByRole('button', { name: 'Vrijgeven' }).click();
      await eventually(() => inDialog(page).getByLabel('Reden').evaluate(isFocused)).toBe(true);
      expect(await faults(page)).toEqual([]);
      await picture(page, 'quarantined-release-dialog');
      await inDialog(page).getByLabel('Reden').fill('Bekende inwoner, geen reclame');
      await inDialog(page).getByRole('button', { name: 'Vrijgeven' }).click();

      const done = page.getByRole('status').getByRole('heading', { name: 'De mail is vrijgegeven' });
      await eventually(() => done.evaluate(isFocused)).toBe(true);
      await page.getByRole('link', { name: 'De mail volgen' }).click();
      const worker = await as('caseWorker');
      await worker.goto(`/cases/${openCase.number}`);
      const entry = entryOf(worker, 'toch geen reclame');
      await reloadUntil(worker, entry.getByText('Mail als PDF'));
      // It goes along with the mail by itself.
      await page.getByRole('region', { name: 'Waar is deze mail' }).getByText('Op een zaak', { exact: true }).waitFor();
      const words = `Vrijgegeven uit quarantaine door ${people.operator.name} op `;
      expect(await entry.innerText()).toMatch(new RegExp(`${words}.*Reden: Bekende inwoner, geen reclame`, 'u'));
      expect(await bookOf(workplace(), subject)).toEqual([
        { actor: people.operator.name, action: 'mail.previewed' },
        { actor: people.operator.name, action: 'mail.released' },
      ]);
      const [moments] = await house.sql(
        `select count(*)::int as n from contact_moment c join inbound_message m on m.id = c.inbound_message_id
          where m.subject = $1 and c.case_id = $2`,
        [subject, demoIds.openCase],
      );
      expect(moments).toEqual({ n: 1 });
    });

    test('a mail with a virus is deleted by an operator, who cannot release it, and stays in sight', async () => {
      const subject = `Rekening ${randomUUID()}`;
      await deliver(workplace(), { subject, text: 'Zie bijlage', attachment: eicar() });
      const page = await workplace().as('operator');
      await visit(page, '/quarantine');
      const row = rowOf(page, subject);
      await row.getByText('rekening.com: Eicar').waitFor();
      await page.getByRole('link', { name: subject }).click();

      await page.getByText('Alleen een beheerder kan deze mail vrijgeven').waitFor();
      expect(await page.getByRole('button', { name: 'Vrijgeven' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Verwijderen' }).press('Enter');
      await page.keyboard.press('Escape');
      await eventually(() => inDialog(page).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Verwijderen' }).evaluate(isFocused)).toBe(true);
      await page.keyboard.press('Enter');
      await inDialog(page).getByLabel('Reden').fill('Virus');
      await inDialog(page).getByRole('button', { name: 'Verwijderen' }).click();

      await page.getByRole('status').getByText('De mail is verwijderd').waitFor();
      await page.getByText('Verwijderd uit quarantaine').waitFor();
      await visit(page, '/quarantine');
      await page.getByRole('heading', { name: 'Quarantaine', level: 1 }).waitFor();
      await eventually(() => row.count()).toBe(0);
    });

    test('an administrator releases a mail with a virus only by saying so twice', async () => {
      const subject = `Proefbestand ${randomUUID()}`;
      await deliver(workplace(), { subject, text: 'Voor de helpdesk', attachment: eicar() });
      const page = await workplace().as('administrator');
      await visit(page, '/quarantine');
      await page.getByRole('link', { name: subject }).click();

      await page.getByRole('button', { name: 'Vrijgeven' }).click();
      await inDialog(page).getByLabel('Reden').fill('Proef van de helpdesk');
      await inDialog(page).getByRole('button', { name: 'Vrijgeven' }).click();
      await inDialog(page).getByText('Bevestig dit eerst.').last().waitFor();
      await inDialog(page).getByRole('checkbox').check();
      await picture(page, 'quarantined-infected-dialog');
      await inDialog(page).getByRole('button', { name: 'Vrijgeven' }).click();

      await page.getByRole('status').getByText('De mail is vrijgegeven').waitFor();
      await until(async () => (await stateOf(workplace(), subject)) === 'unmatched', {
        what: 'the released mail to find its place',
        deadline: 60_000,
      });
    });

    test('several are deleted together, and who was too late is told', async () => {
      const [one, other] = [`Aanbieding ${randomUUID()}`, `Aanbieding ${randomUUID()}`];
      for (const subject of [one, other]) await deliver(workplace(), { subject, text: gtube() });
      const page = await workplace().as('operator');
      await visit(page, '/quarantine?reason=spam&q=Aanbieding');
      for (const subject of [one, other]) await page.getByLabel(`Kies: ${subject}`).press('Space');
      await page.getByText('Gekozen: 2').waitFor();
      await page.getByRole('button', { name: 'Verwijderen' }).click();
      await workplace().house.sql(
        `update inbound_message set state = 'deleted', reason = 'eerder', version = version + 1 where subject = $1`,
        [other],
      );

      await inDialog(page).getByLabel('Reden').fill('Reclame');
      await inDialog(page).getByRole('button', { name: 'Verwijderen' }).click();

      const status = page.getByRole('status').filter({ hasText: 'Uitgevoerd' });
      await status.getByText('Verwijderd: 1').waitFor();
      await status.getByText('Niet meer in quarantaine, iemand was sneller: 1').waitFor();
      for (const subject of [one, other]) await eventually(() => rowOf(page, subject).count()).toBe(0);
    });
  });
}

const inDialog = (page: Page) => page.getByRole('dialog');

const isFocused = (element: { matches(selector: string): boolean }) => element.matches(':focus');

const codeOf = ({ openCase: { number, code } }: Workplace) => `[Voorbeeld ${number}-${code}]`;

interface Letter {
  subject: string;
  text: string;
  attachment?: string;
}

/** Delivers a mail to the mailbox that is fetched, and waits until it is in quarantine. */
async function deliver(workplace: Workplace, letter: Letter): Promise<void> {
  await workplace.house.services.dovecot.deliver('gemeente', mailOf(letter));
  await until(async () => (await stateOf(workplace, letter.subject)) === 'quarantined', {
    what: 'the mail to be in quarantine',
    deadline: 60_000,
    every: 250,
  });
}

async function stateOf({ house }: Workplace, subject: string): Promise<string | undefined> {
  const [row] = await house.sql<{ state: string }>('select state from inbound_message where subject = $1', [subject]);
  return row?.state;
}

const bookOf = ({ house }: Workplace, subject: string) =>
  house.sql(
    `select actor, action from audit_entry join inbound_message m on m.id::text = subject_id
      where m.subject = $1 and action like 'mail.%' order by at`,
    [subject],
  );

function mailOf({ subject, text, attachment }: Letter): Buffer {
  const id = randomUUID();
  const plain = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text, ''];
  const body = attachment
    ? [
        ...[`Content-Type: multipart/mixed; boundary="${id}"`, '', `--${id}`, ...plain, `--${id}`],
        ...['Content-Type: application/octet-stream', 'Content-Disposition: attachment; filename="rekening.com"'],
        ...['Content-Transfer-Encoding: base64', '', Buffer.from(attachment).toString('base64'), `--${id}--`, ''],
      ]
    : plain;
  const header = [
    ...[`From: Sanne de Vries <${sampleAddresses.requestor}>`, 'To: Balie <balie@elders.example>'],
    ...[`Subject: ${subject}`, `Date: ${rfc5322Date(new Date())}`],
    ...[`Message-ID: <${id}@burger.example>`, 'MIME-Version: 1.0'],
  ];
  return Buffer.from([...header, ...body].join('\r\n'));
}
