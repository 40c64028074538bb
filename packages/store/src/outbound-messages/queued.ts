import { randomUUID } from 'node:crypto';
import { type NewOutboundMessage, type NewStep, step, type Tx } from '@zaakpost/domain';
import { recorded, recordedJson } from '../recorded-text.ts';
import { DeliveryRow, OutboundMessageRow } from '../rows/outbound-message.ts';
import { entityManagerOf } from '../tx.ts';

const LONGEST_TEXT = 2_000_000;

/** Puts a message and its recipients on record, once, and gives the step that composes it. */
export async function queued(tx: Tx, message: NewOutboundMessage): Promise<NewStep> {
  if (await insertMessage(tx, message)) await insertDeliveries(tx, message);
  return step('send-outbound', 'outboundMessage', message.id);
}

async function insertMessage(tx: Tx, { id, caseId, content }: NewOutboundMessage): Promise<boolean> {
  const inserted = await entityManagerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(OutboundMessageRow)
    .values({
      id,
      caseId,
      kind: content.kind,
      subject: recorded(content.subject, 1_000),
      content: recordedJson(content, LONGEST_TEXT),
    })
    .orIgnore()
    .returning('id')
    .execute();
  return (inserted.raw as unknown[]).length === 1;
}

async function insertDeliveries(tx: Tx, { id, recipients }: NewOutboundMessage): Promise<void> {
  await entityManagerOf(tx).insert(
    DeliveryRow,
    recipients.map(({ role, address, name }, ordinal) => ({
      id: randomUUID(),
      outboundMessageId: id,
      ordinal,
      role,
      address: recorded(address, 320),
      name: recorded(name, 500),
    })),
  );
}
