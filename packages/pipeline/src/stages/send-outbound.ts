import { days, exponential, minutes } from '@zaakpost/domain';
import { stage } from '../runner/stage.ts';
import { type ComposePorts, compose } from '../sending/compose.ts';
import { type DeliverPorts, deliver } from '../sending/deliver.ts';

/** Composes and freezes an outgoing message, then delivers it: one step, and one SMTP transaction, per recipient. */
export const sendOutbound = stage<ComposePorts & DeliverPorts>({
  queue: 'send-outbound',
  about: ['outboundMessage', 'delivery'],
  policy: { for: days(5), backoff: exponential(minutes(1), { cap: minutes(60) }), timeout: minutes(6) },

  run: ({ about, ...context }) =>
    about.kind === 'outboundMessage' ? compose(about.id, context) : deliver(about.id, context),

  async failed({ outbound, tx, about, code }) {
    if (about.kind === 'outboundMessage') return outbound.composeFailed(tx, about.id, code);
    await outbound.deliveryMoved(tx, about.id, { from: ['queued'], to: 'failed', reply: code });
    await outbound.deliveryMoved(tx, about.id, { from: ['handingOver'], to: 'outcomeUnknown', reply: code });
  },
});
