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

    async bounced(tx, id, recipients) {
      // Of two reports about one address the first counts.
      const gone = new Map(
        recipients.toReversed().map((one) => [recorded(one.address, 320).toLowerCase(), recorded(one.status, 500)]),
      );
      // A bounce may come before the server's reply to us is on record; what never left cannot bounce.
      await entityManagerOf(tx).query(
        `update delivery set state = 'bounced', reply = gone.status, settled_at = now()
           from unnest($2::text[], $3::text[]) as gone (address, status)
          where outbound_message_id = $1 and lower(delivery.address) = gone.address
            and state in ('handingOver', 'outcomeUnknown', 'sent')`,
        [id, [...gone.keys()], [...gone.values()]],
      );
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
