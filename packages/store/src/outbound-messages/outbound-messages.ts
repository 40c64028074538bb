import { type Delivery, isSettled, type OutboundMessage, type OutboundMessages } from '@zaakpost/domain';
import { In } from 'typeorm';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { recorded } from '../recorded-text.ts';
import { DeliveryRow, OutboundMessageRow } from '../rows/outbound-message.ts';
import { entityManagerOf } from '../tx.ts';
import { acknowledgementQueued } from './acknowledgement.ts';
import { composeFailed, frozen } from './frozen.ts';
import { queued } from './queued.ts';

/** Outbound mail behind domain's port. */
export function outboundMessageStore(database: Database): OutboundMessages {
  return {
    load: (id) =>
      database.ask(async (manager) => {
        const row = found(await manager.findOneBy(OutboundMessageRow, { id }), 'outbound message', id);
        const deliveries = await manager.find(DeliveryRow, {
          where: { outboundMessageId: id },
          order: { ordinal: 'ASC' },
        });
        return messageOf(row, deliveries);
      }),

    loadDelivery: async (id) =>
      deliveryOf(found(await database.ask((m) => m.findOneBy(DeliveryRow, { id })), 'delivery', id)),

    findByMessageId: (messageId) =>
      database.ask((m) =>
        m.findOne(OutboundMessageRow, {
          where: { messageId: recorded(messageId, 1_000) },
          select: { id: true, caseId: true },
        }),
      ),

    queued,
    acknowledgementQueued,
    frozen,
    composeFailed,

    async deliveryMoved(tx, deliveryId, { from, to, reply }) {
      const { affected } = await entityManagerOf(tx).update(
        DeliveryRow,
        { id: deliveryId, state: In([...from]) },
        {
          state: to,
          settledAt: isSettled(to) ? () => 'now()' : null,
          ...(reply === undefined ? {} : { reply: reply === null ? null : recorded(reply, 500) }),
        },
      );
      return affected === 1;
    },

    async bounced(tx, id, addresses, status) {
      await entityManagerOf(tx)
        .createQueryBuilder()
        .update(DeliveryRow)
        .set({ state: 'bounced', reply: recorded(status, 500), settledAt: () => 'now()' })
        .where('outbound_message_id = :id', { id })
        .andWhere('lower(address) = any(:addresses)', {
          addresses: addresses.map((a) => recorded(a, 320).toLowerCase()),
        })
        // A bounce may come before the server's reply to us is on record; what never left cannot bounce.
        .andWhere({ state: In(['handingOver', 'outcomeUnknown', 'sent']) })
        .execute();
    },
  };
}

function messageOf(row: OutboundMessageRow, deliveries: DeliveryRow[]): OutboundMessage {
  return {
    id: row.id,
    caseId: row.caseId,
    state: row.state,
    content: row.content,
    recipients: deliveries.map(deliveryOf),
    frozen: frozenOf(row),
    errorCode: row.errorCode,
    createdAt: row.createdAt,
  };
}

function frozenOf(row: OutboundMessageRow): OutboundMessage['frozen'] {
  const { mimeSha256: sha256, mimeSize: size, messageId, frozenSubject: subject, sender } = row;
  if (sha256 === null || size === null || messageId === null || subject === null || sender === null) return null;
  return { sha256, size, messageId, subject, sender };
}

const deliveryOf = ({ ordinal: _, ...delivery }: DeliveryRow): Delivery => delivery;
