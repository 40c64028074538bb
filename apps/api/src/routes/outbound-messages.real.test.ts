import { randomUUID } from 'node:crypto';
import type { DeliveryState } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { type RunningApi, withApi } from '../with-api.ts';

type Items = { items: { id: string; deliveries: { state: string }[] }[]; nextCursor: string | null };

test('mail is found by the state of one of its deliveries, with all of them and page by page', () =>
  withApi(async (api) => {
    const operator = await api.as('operator');
    const first = await mail(api, ['sent', 'outcomeUnknown']);
    await mail(api, ['sent', 'sent']);
    const second = await mail(api, ['outcomeUnknown', 'outcomeUnknown']);
    const ask = (query: string) => operator.get<Items>(`/api/v1/outbound-messages?${query}`);

    const newest = await ask('deliveryState=outcomeUnknown&limit=1');
    const older = await ask(`deliveryState=outcomeUnknown&limit=1&cursor=${newest.nextCursor}`);

    expect([newest, older].flatMap(({ items }) => items.map(({ id }) => id))).toEqual([second, first]);
    expect(older.items[0]?.deliveries.map(({ state }) => state)).toEqual(['sent', 'outcomeUnknown']);
    expect(older.nextCursor).toBeNull();
    expect((await ask('deliveryState=outcomeUnknown&state=failed')).items).toEqual([]);
    expect((await ask('')).items).toHaveLength(3);
  }));

test('mail is found by its id, by the Message-ID it went out under, and by the SHA-256 of what went out', () =>
  withApi(async (api) => {
    const operator = await api.as('operator');
    const id = await mail(api, ['sent']);
    await mail(api, ['sent']);
    const frozen = {
      sha256: 'ab12cd34'.repeat(8),
      size: 10,
      messageId: '<zp.1@gemeente.example>',
      subject: 'Antwoord',
    };
    const sender = { name: '', address: 'info@gemeente.example' };
    await api.parts.database.transaction((tx) => api.parts.outbound.frozen(tx, id, { ...frozen, sender }));
    const found = async (q: string) =>
      (await operator.get<Items>(`/api/v1/outbound-messages?q=${encodeURIComponent(q)}`)).items.map((one) => one.id);

    for (const q of [id, '<zp.1@gemeente.example>', 'zp.1@gemeente.example', frozen.sha256, 'AB12CD34']) {
      expect(await found(q), q).toEqual([id]);
    }
    for (const q of [randomUUID(), 'zp.2@gemeente.example', 'ab12cd35', 'Antwoord', 'een vraag']) {
      expect(await found(q), q).toEqual([]);
    }
  }));

test('a state that no delivery can have is refused', () =>
  withApi(async ({ as }) => {
    const answer = await (await as('operator')).fetch('/api/v1/outbound-messages?deliveryState=lost');

    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field: 'deliveryState' }] });
  }));

/** A mail whose recipients' deliveries are in these states. */
async function mail({ parts }: RunningApi, states: DeliveryState[]): Promise<string> {
  const id = randomUUID();
  const content = { subject: 'Antwoord', text: 'x', html: null, sender: null, inReplyTo: null, attachments: [] };
  await parts.steps.begin(async (tx) => [
    await parts.outbound.queued(tx, {
      ...{ id, caseId: null, content: { kind: 'testMail', ...content } },
      recipients: states.map((_, n) => ({ role: 'to', address: `jan${n}@example.nl`, name: '' })),
    }),
  ]);
  for (const [ordinal, state] of states.entries()) {
    await parts.database.ask((db) =>
      db.query('update delivery set state = $3 where outbound_message_id = $1 and ordinal = $2', [id, ordinal, state]),
    );
  }
  return id;
}
