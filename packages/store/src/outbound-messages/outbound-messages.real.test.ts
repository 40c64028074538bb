import { randomUUID } from 'node:crypto';
import type { DeliveryState, NewOutboundMessage } from '@zaakpost/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { outboundMessageStore } from './outbound-messages.ts';

function messageTo(...addresses: string[]): NewOutboundMessage {
  return {
    id: randomUUID(),
    caseId: null,
    content: {
      kind: 'caseMail',
      subject: 'Antwoord',
      text: 'Beste\0 Jan',
      html: null,
      sender: null,
      attachments: [],
      inReplyTo: null,
    },
    recipients: addresses.map((address) => ({ role: 'to', address, name: '' })),
  };
}

const someFrozen = () => ({
  ...someBlob(),
  messageId: `<${randomUUID()}@example.com>`,
  subject: '[Voorbeeld 1001-abcdef] Antwoord',
  sender: { name: 'Gemeente', address: 'info@example.com' },
});

async function queue(database: Database, message: NewOutboundMessage) {
  return await database.transaction((tx) => outboundMessageStore(database).queued(tx, message));
}

async function deliveriesOf(database: Database, message: NewOutboundMessage) {
  return (await outboundMessageStore(database).load(message.id)).recipients;
}

describe('an outbound message', () => {
  it('is queued once with a delivery per recipient, and gives the step that composes it', () =>
    withMigratedDatabase(async (database) => {
      const message = messageTo('a@example.nl', 'b@example.nl');

      await queue(database, message);
      const step = await queue(database, message);

      expect(step).toMatchObject({ stage: 'send-outbound', about: { kind: 'outboundMessage', id: message.id } });
      const loaded = await outboundMessageStore(database).load(message.id);
      expect(loaded).toMatchObject({ state: 'queued', frozen: null, errorCode: null });
      expect(loaded.content.text).toBe('Beste Jan');
      expect(loaded.recipients.map(({ address, state }) => [address, state])).toEqual([
        ['a@example.nl', 'queued'],
        ['b@example.nl', 'queued'],
      ]);
    }));

  it('is frozen once: the second freeze changes nothing and gives steps for those who have none yet', () =>
    withMigratedDatabase(async (database) => {
      const store = outboundMessageStore(database);
      const message = messageTo('a@example.nl', 'b@example.nl');
      const [first, second] = [someFrozen(), someFrozen()];
      await queue(database, message);

      const steps = await database.transaction((tx) => store.frozen(tx, message.id, first));
      const [a, b] = await deliveriesOf(database, message);
      await database.transaction((tx) =>
        store.deliveryMoved(tx, String(a?.id), { from: ['queued'], to: 'sent', reply: '250 ok' }),
      );
      const again = await database.transaction((tx) => store.frozen(tx, message.id, second));

      expect(steps.map(({ about }) => about)).toEqual([a, b].map((d) => ({ kind: 'delivery', id: d?.id })));
      expect(again.map(({ about }) => about.id)).toEqual([b?.id]);
      expect(await store.load(message.id)).toMatchObject({ state: 'frozen', frozen: first });
      expect(await store.findByMessageId(first.messageId)).toEqual({ id: message.id, caseId: null });
      expect(await store.findByMessageId(second.messageId)).toBeNull();
    }));

  it('that could not be composed fails with all its recipients, and can be frozen by a replay', () =>
    withMigratedDatabase(async (database) => {
      const store = outboundMessageStore(database);
      const message = messageTo('a@example.nl');
      await queue(database, message);

      await database.transaction((tx) => store.composeFailed(tx, message.id, 'dkim-key-missing'));
      const failed = await store.load(message.id);
      const steps = await database.transaction((tx) => store.frozen(tx, message.id, someFrozen()));

      expect(failed).toMatchObject({
        state: 'failed',
        errorCode: 'dkim-key-missing',
        recipients: [{ state: 'failed' }],
      });
      expect(steps).toHaveLength(1);
      expect(await store.load(message.id)).toMatchObject({
        state: 'frozen',
        errorCode: null,
        recipients: [{ state: 'queued' }],
      });
    }));

  it('that bounced says so of those the report names, each with its own status, and only of what left us', () =>
    withMigratedDatabase(async (database) => {
      const store = outboundMessageStore(database);
      const message = messageTo('Sent@Example.nl', 'other@example.nl', 'queued@example.nl', 'full@example.nl');
      await queue(database, message);
      const [sent, other, , full] = await deliveriesOf(database, message);
      await database.transaction(async (tx) => {
        await store.deliveryMoved(tx, String(sent?.id), { from: ['queued'], to: 'handingOver' });
        await store.deliveryMoved(tx, String(other?.id), { from: ['queued'], to: 'sent', reply: '250 ok' });
        await store.deliveryMoved(tx, String(full?.id), { from: ['queued'], to: 'sent', reply: '250 ok' });
      });

      await database.transaction((tx) =>
        store.bounced(tx, message.id, [
          { address: 'sent@example.nl', status: '5.1.1' },
          { address: 'queued@example.nl', status: '5.1.1' },
          { address: 'full@example.nl', status: '5.2.2' },
          { address: 'Full@Example.nl', status: '5.0.0' },
        ]),
      );

      const after = await deliveriesOf(database, message);
      expect(after.map(({ state, reply }) => [state, reply])).toEqual([
        ['bounced', '5.1.1'],
        ['sent', '250 ok'],
        ['queued', null],
        ['bounced', '5.2.2'],
      ]);
      expect(
        await database.transaction((tx) =>
          store.deliveryMoved(tx, String(sent?.id), { from: ['handingOver'], to: 'sent' }),
        ),
      ).toBe(false);
    }));
});

describe('a delivery', () => {
  it('keeps a bounded reply, and the moment at which it was settled', () =>
    withMigratedDatabase(async (database) => {
      const store = outboundMessageStore(database);
      const message = messageTo('a@example.nl');
      await queue(database, message);
      const [delivery] = await deliveriesOf(database, message);
      const move = (from: DeliveryState, to: DeliveryState, reply?: string) =>
        database.transaction((tx) =>
          store.deliveryMoved(tx, String(delivery?.id), {
            from: [from],
            to,
            ...(reply === undefined ? {} : { reply }),
          }),
        );

      await move('queued', 'handingOver');
      expect(await store.loadDelivery(String(delivery?.id))).toMatchObject({ state: 'handingOver', settledAt: null });
      await move('handingOver', 'sent', `250\0 ${'x'.repeat(900)}`);

      const settled = await store.loadDelivery(String(delivery?.id));
      expect(settled.settledAt).toBeInstanceOf(Date);
      expect(settled.reply).toHaveLength(500);
    }));

  it('is moved by exactly one of those who race for it', () =>
    withMigratedDatabase(async (database) => {
      const other = await openDatabase({ url: String((database.dataSource.options as { url: string }).url) });
      const ends = fc.array(fc.constantFrom<DeliveryState>('handingOver', 'cancelled', 'failed'), {
        minLength: 2,
        maxLength: 6,
      });

      await fc.assert(
        fc.asyncProperty(ends, async (moves) => {
          const message = messageTo('a@example.nl');
          await queue(database, message);
          const [delivery] = await deliveriesOf(database, message);

          const won = await Promise.all(
            moves.map((to, racer) => {
              const own = racer % 2 === 0 ? database : other;
              return own.transaction((tx) =>
                outboundMessageStore(own).deliveryMoved(tx, String(delivery?.id), { from: ['queued'], to }),
              );
            }),
          );

          expect(won.filter(Boolean)).toHaveLength(1);
          const [after] = await deliveriesOf(database, message);
          expect(after?.state).toBe(moves[won.indexOf(true)]);
        }),
        { numRuns: 60 },
      );
      await other.close();
    }));
});

describe('an acknowledgement', () => {
  it('is queued once per address and day, whoever races for it and however the address is written', () =>
    withMigratedDatabase(async (database) => {
      const other = await openDatabase({ url: String((database.dataSource.options as { url: string }).url) });
      const spellings = fc.array(fc.constantFrom('a@b.nl', 'A@B.nl', ' a@b.NL'), { minLength: 2, maxLength: 6 });
      let day = 0;

      await fc.assert(
        fc.asyncProperty(spellings, async (addresses) => {
          day++;
          const messages = addresses.map((address) => messageTo(address.replace(/@/u, `${day}@`)));

          const steps = await Promise.all(
            messages.map((message, racer) => {
              const own = racer % 2 === 0 ? database : other;
              return own.transaction((tx) => outboundMessageStore(own).acknowledgementQueued(tx, message));
            }),
          );

          expect(steps.filter((step) => step !== null)).toHaveLength(1);
        }),
        { numRuns: 60 },
      );
      await other.close();
    }));

  it('is the same one when its stage runs twice, and possible again the next day', () =>
    withMigratedDatabase(async (database) => {
      const store = outboundMessageStore(database);
      const [first, second] = [messageTo('a@b.nl'), messageTo('a@b.nl')];
      const acknowledge = (message: NewOutboundMessage) =>
        database.transaction((tx) => store.acknowledgementQueued(tx, message));
      await acknowledge(first);

      expect(await acknowledge(first)).toMatchObject({ about: { id: first.id } });
      expect(await acknowledge(second)).toBeNull();
      await database.ask((m) => m.query('update acknowledgement_day set day = day - 1'));
      expect(await acknowledge(first)).toMatchObject({ about: { id: first.id } });
      expect(await acknowledge(second)).toMatchObject({ about: { id: second.id } });
    }));

  it('that was rolled back leaves the day free', () =>
    withMigratedDatabase(async (database) => {
      const store = outboundMessageStore(database);
      const failing = database.transaction(async (tx) => {
        await store.acknowledgementQueued(tx, messageTo('a@b.nl'));
        throw new Error('the stage failed');
      });
      await expect(failing).rejects.toThrow('the stage failed');

      expect(await database.transaction((tx) => store.acknowledgementQueued(tx, messageTo('a@b.nl')))).not.toBeNull();
    }));
});
