import { describe, expect, test } from 'vitest';
import { decodedMessage, someCase, someMessage } from '../seeds.ts';
import { withApi } from '../with-api.ts';
import { auditOf, decide, type Items, infectedMail, pathOf, spamMail } from './quarantine.fixture.ts';

describe('the list', () => {
  test('shows what was found, when it goes by itself, newest first, a page at a time', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const [first, second] = [await spamMail(api), await infectedMail(api)];
      await someMessage(api.parts, { state: 'unmatched' });

      const page = await operator.get<Items>('/api/v1/quarantine?limit=1');
      const rest = await operator.get<Items>(`/api/v1/quarantine?limit=1&cursor=${page.nextCursor}`);

      expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([second, first]);
      expect(rest.nextCursor).toBeNull();
      expect(page.items[0]).toMatchObject({
        ...{ reason: 'virus', subject: 'Vraag over afval', from: 'Piet <piet@example.nl>', source: 'import' },
        verdict: { virus: { outcome: 'infected', testSignaturesOnly: true }, parts: [], policy: [] },
      });
      const { quarantinedAt, deletesAt } = page.items[0] as { quarantinedAt: string; deletesAt: string };
      expect(Date.parse(deletesAt) - Date.parse(quarantinedAt)).toBe(30 * 86_400_000);
    }));

  test('gives the beginning of what was found, and how much there is, however many parts a mail has', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await infectedMail(api);
      const part = (ordinal: number) => ({
        ...{ ordinal, filename: `${ordinal}.com`, contentType: 'application/octet-stream', sha256: '', size: 68 },
        ...(ordinal % 3 === 0 ? { outcome: 'clean', signature: null } : { outcome: 'infected', signature: 'Eicar' }),
      });
      await api.parts.database.ask((m) =>
        m.query(`update inbound_message set verdict = verdict || $2::jsonb where id = $1`, [
          id,
          JSON.stringify({ parts: Array.from({ length: 300 }, (_, ordinal) => part(ordinal)) }),
        ]),
      );

      const [mail] = (await operator.get<Items>('/api/v1/quarantine')).items;
      const whole = await operator.get<{ verdict: { parts: unknown[] } }>(pathOf(id));

      expect(mail).toMatchObject({
        findings: { clean: 100, notClean: 200, policy: 0 },
        verdict: { parts: [1, 2, 4, 5, 7, 8, 10, 11, 13, 14].map((ordinal) => ({ ordinal, outcome: 'infected' })) },
      });
      expect(whole.verdict.parts).toHaveLength(300);
    }));

  test('is narrowed by why and by words', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const [spam] = [await spamMail(api), await infectedMail(api)];

      expect((await operator.get<Items>('/api/v1/quarantine?reason=spam')).items.map(({ id }) => id)).toEqual([spam]);
      expect((await operator.get<Items>('/api/v1/quarantine?reason=attachmentType')).items).toEqual([]);
      expect((await operator.get<Items>('/api/v1/quarantine?q=afv')).items).toHaveLength(2);
      expect((await operator.get<Items>('/api/v1/quarantine?q=boom')).items).toEqual([]);
    }));

  test('does not tell an operator what a mail on a case is about', () =>
    withApi(async (api) => {
      const of = await someCase(api.parts);
      const id = await spamMail(api);
      await api.parts.database.ask((m) => m.query('update inbound_message set case_id = $1', [of.id]));
      const operator = await api.as('operator');

      expect((await operator.get<Items>('/api/v1/quarantine')).items).toMatchObject([{ subject: '', from: '' }]);
      expect((await operator.get<Items>('/api/v1/quarantine?q=afval')).items).toEqual([]);
      expect((await operator.fetch(`${pathOf(id)}/text`)).status).toBe(403);
      expect((await (await api.as('administrator')).get<Items>('/api/v1/quarantine?q=afval')).items).toMatchObject([
        { subject: 'Vraag over afval' },
      ]);
    }));
});

describe('the text', () => {
  test('is plain, harmless and bounded, and that it was read is written down', () =>
    withApi(async (api) => {
      const mail = {
        ...decodedMessage,
        text: `Betaal\u202E nu\u001B[2J <a href="https://x.example">hier</a> ${'x'.repeat(30_000)}`,
      };
      const id = await someMessage(api.parts, { state: 'quarantined', spam: true, mail });

      const shown = await (await api.as('operator')).get<{ text: string; cut: boolean }>(`${pathOf(id)}/text`);

      expect(shown.text).toMatch(/^Betaal‹U\+202E› nu‹U\+001B›\[2J <a href="https:\/\/x\.example">hier<\/a> x+$/u);
      expect([shown.text.length < 20_050, shown.cut]).toEqual([true, true]);
      expect(await auditOf(api, id)).toMatchObject([{ actor: 'Sam (operator)', action: 'mail.previewed' }]);
    }));

  test('of infected mail is for administrators', () =>
    withApi(async (api) => {
      const id = await infectedMail(api);

      expect((await (await api.as('operator')).fetch(`${pathOf(id)}/text`)).status).toBe(403);
      expect(await (await api.as('administrator')).get(`${pathOf(id)}/text`)).toEqual({
        ...{ text: 'Geachte gemeente', cut: false },
      });
      expect(await auditOf(api, id)).toHaveLength(1);
    }));

  test('is not given here when the mail is elsewhere', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await spamMail(api);
      await decide(operator, id, 'delete');

      expect((await operator.fetch(`${pathOf(id)}/text`)).status).toBe(409);
      expect(
        (await operator.fetch(`${pathOf(await someMessage(api.parts, { state: 'unmatched' }))}/text`)).status,
      ).toBe(404);
    }));
});
