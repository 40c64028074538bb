import { randomUUID } from 'node:crypto';
import { arrivalStore } from '@zaakpost/store';
import { expect, test } from 'vitest';
import type { ApiParts } from '../parts.ts';
import { someMessage } from '../seeds.ts';
import { type Visit, withApi } from '../with-api.ts';

test('a duplicate goes on as a mail of its own when somebody says so, with the reason, and once', () =>
  withApi(async ({ parts, as }) => {
    const operator = await as('operator');
    const { first, again } = await twice(parts);
    const before = await operator.get(`/api/v1/inbound-messages/${first}`);

    const answers = await Promise.all([deliver(operator, again), deliver(operator, again)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(before).toMatchObject({ cameBack: 1 });
    expect(await operator.get(`/api/v1/inbound-messages/${first}`)).toMatchObject({ cameBack: 0 });
    expect(await operator.get(`/api/v1/inbound-messages/${again}`)).toMatchObject({
      state: 'received',
      steps: [{ stage: 'scan', state: 'pending' }],
      acts: [
        { actor: 'Sam (operator)', action: 'mail.delivered', details: { reason: 'twee brieven', duplicateOf: first } },
      ],
    });
  }));

test('what is no duplicate, or has no bytes any more, is not delivered so', () =>
  withApi(async ({ parts, as }) => {
    const operator = await as('operator');
    const other = await someMessage(parts, { state: 'discarded' });
    const { again } = await twice(parts);
    await parts.database.ask((db) =>
      db.query('update inbound_message set bytes_gone_at = now() where id = $1', [again]),
    );

    const answers = await Promise.all([other, again].map((id) => deliver(operator, id)));

    expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    expect(await operator.get(`/api/v1/inbound-messages/${again}`)).toMatchObject({ state: 'duplicate', steps: [] });
  }));

const deliver = (visit: Visit, id: string) =>
  visit.send('POST', `/api/v1/inbound-messages/${id}/deliver`, { reason: 'twee brieven' });

/** A mail that an SMTP client sent again. */
async function twice({ database, blobs }: ApiParts): Promise<{ first: string; again: string }> {
  const raw = await blobs.put(Buffer.from(`Subject: Vraag\r\n\r\n${randomUUID()}`));
  const [first, again] = [randomUUID(), randomUUID()];
  const source = {
    envelopeFrom: 'jan@example.nl',
    recipient: 'info@example.nl',
    peer: '192.0.2.1',
    helo: 'mx',
    tls: null,
  };
  const mails = [first, again].map((id) => ({
    ...{ id, raw, source: { ...source, trusted: false }, deliveredTo: 'info@example.nl', transactionId: randomUUID() },
  }));
  await database.transaction((tx) => arrivalStore(database).arrived(tx, mails));
  return { first, again };
}
