import {
  type Blobs,
  ClaimLostError,
  type Delivery,
  type DeliveryState,
  type OutboundMessages,
  PermanentError,
  type Profiles,
  type Submission,
  step,
  TransientError,
} from '@zaakpost/domain';
import { done, type Outcome, type Run } from '../runner/stage.ts';
import { outgoingMailOf } from './outgoing-mail.ts';

export interface DeliverPorts {
  outbound: OutboundMessages;
  profiles: Profiles;
  blobs: Blobs;
  submission: Submission;
}

const UNSENT: readonly DeliveryState[] = ['queued', 'failed'];

/**
 * One SMTP transaction for one recipient. `handingOver` is committed when the server has everything but the terminator:
 * whoever finds it there later, without a reply, knows that the outcome is unknown and never tries again.
 */
export async function deliver(
  id: string,
  ports: DeliverPorts & Pick<Run, 'commit' | 'point' | 'signal'>,
): Promise<Outcome> {
  const delivery = await ports.outbound.loadDelivery(id);
  if (delivery.state === 'handingOver') {
    return settle(delivery, 'outcomeUnknown', 'The process ended between handing over and the reply.', ports);
  }
  // It left us and came back before its reply was recorded; whoever should have recorded that died.
  if (delivery.state === 'bounced') return done({ next: filing(delivery) });
  // `failed` is certainly unsent, and comes here only by a replay that somebody asked for.
  if (!UNSENT.includes(delivery.state)) return done();

  const outcome = await submit(delivery, ports);
  ports.point('replied');
  switch (outcome.kind) {
    case 'accepted':
      return settle(delivery, 'sent', outcome.reply, ports);
    case 'refused':
      return settle(delivery, 'refused', outcome.reply, ports);
    case 'unknown':
      return settle(delivery, 'outcomeUnknown', outcome.reason, ports);
    case 'deferred':
      await ports.commit((tx) => moved(ports.outbound.deliveryMoved(tx, id, deferred(outcome.reply))));
      throw new TransientError('smtp-deferred', { message: 'The server said to try again later; see its reply.' });
  }
}

async function submit(delivery: Delivery, ports: DeliverPorts & Pick<Run, 'commit' | 'point' | 'signal'>) {
  const settings = await outgoingMailOf(ports.profiles);
  const { frozen } = await ports.outbound.load(delivery.outboundMessageId);
  if (!frozen) throw new PermanentError('record-missing', { message: 'This message was never frozen.' });
  const mail = {
    mime: () => ports.blobs.stream(frozen),
    size: frozen.size,
    from: frozen.sender.address,
    to: delivery.address,
  };
  const handingOver = async () => {
    ports.point('before-handing-over');
    await ports.commit((tx) =>
      moved(ports.outbound.deliveryMoved(tx, delivery.id, { from: UNSENT, to: 'handingOver' })),
    );
    ports.point('handing-over');
  };
  return ports.submission.deliver(mail, { settings, handingOver, signal: ports.signal });
}

const deferred = (reply: string) => ({ from: [...UNSENT, 'handingOver'] as const, to: 'queued' as const, reply });

function settle(
  delivery: Delivery,
  to: DeliveryState,
  reply: string,
  { outbound }: Pick<DeliverPorts, 'outbound'>,
): Outcome {
  return done({
    // A bounce may have settled it before the reply was recorded: then that stands.
    record: async (tx) =>
      void (await outbound.deliveryMoved(tx, delivery.id, { from: [...UNSENT, 'handingOver'], to, reply })),
    next: filing(delivery),
  });
}

const filing = ({ outboundMessageId }: Delivery) => [step('attach-to-case', 'outboundMessage', outboundMessageId)];

// Cancelled meanwhile: nothing is handed over.
async function moved(move: Promise<boolean>): Promise<void> {
  if (!(await move)) throw new ClaimLostError();
}
