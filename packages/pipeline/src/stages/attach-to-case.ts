import { exponential, minutes, seconds } from '@zaakpost/domain';
import { fileInbound, type InboundPorts } from '../filing/inbound.ts';
import { fileOutbound, type OutboundPorts } from '../filing/outbound.ts';
import { stage } from '../runner/stage.ts';

/** Puts mail on record where it belongs: what came in, and what went out. Twice is once. */
export const attachToCase = stage<InboundPorts & OutboundPorts>({
  queue: 'attach-to-case',
  about: ['inboundMessage', 'outboundMessage'],
  policy: { attempts: 8, backoff: exponential(seconds(2), { cap: minutes(10) }), timeout: minutes(2) },

  run: ({ about, ...ports }) =>
    about.kind === 'inboundMessage' ? fileInbound(about.id, ports) : fileOutbound(about.id, ports),

  async failed({ inbound, tx, about, code }) {
    if (about.kind === 'inboundMessage') await inbound.settled(tx, about.id, 'failed', { reason: code });
  },
});
