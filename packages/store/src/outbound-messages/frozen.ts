import { type ErrorCode, type NewStep, type OutboundMessages, step, type Tx } from '@zaakpost/domain';
import { In } from 'typeorm';
import { recorded, recordedJson } from '../recorded-text.ts';
import { DeliveryRow, OutboundMessageRow } from '../rows/outbound-message.ts';
import { entityManagerOf } from '../tx.ts';

/**
 * Freezes a message that is queued, or whose composing failed and is replayed. A message that is frozen already keeps the
 * bytes it has. Gives a step for each recipient to whom nothing was handed over yet.
 */
export const frozen: OutboundMessages['frozen'] = async (tx, id, { sha256, size, messageId, subject, sender }) => {
  const manager = entityManagerOf(tx);
  const { affected } = await manager.update(
    OutboundMessageRow,
    { id, state: In(['queued', 'failed']) },
    {
      state: 'frozen',
      mimeSha256: sha256,
      mimeSize: size,
      messageId,
      frozenSubject: recorded(subject, 10_000),
      sender: recordedJson(sender, 500),
      errorCode: null,
      frozenAt: () => 'now()',
    },
  );
  if (affected === 1) {
    await manager.update(
      DeliveryRow,
      { outboundMessageId: id, state: 'failed' },
      { state: 'queued', reply: null, settledAt: null },
    );
  }
  return await deliverySteps(tx, id);
};

/** It could not be composed: the message and all its recipients are `failed`. */
export async function composeFailed(tx: Tx, id: string, code: ErrorCode): Promise<void> {
  const manager = entityManagerOf(tx);
  const { affected } = await manager.update(
    OutboundMessageRow,
    { id, state: In(['queued', 'failed']) },
    { state: 'failed', errorCode: code },
  );
  if (affected !== 1) return;
  await manager.update(
    DeliveryRow,
    { outboundMessageId: id, state: 'queued' },
    { state: 'failed', reply: code, settledAt: () => 'now()' },
  );
}

async function deliverySteps(tx: Tx, id: string): Promise<NewStep[]> {
  const deliveries = await entityManagerOf(tx).find(DeliveryRow, {
    where: { outboundMessageId: id, state: 'queued' },
    order: { ordinal: 'ASC' },
    select: { id: true },
  });
  return deliveries.map((delivery) => step('send-outbound', 'delivery', delivery.id));
}
