import {
  type Blobs,
  type Cases,
  type Classification,
  type DecodedMessage,
  exponential,
  type InboundMessages,
  type InboundState,
  minutes,
  type OutboundMessages,
  type Profiles,
  seconds,
  step,
  type Tx,
} from '@zaakpost/domain';
import { classificationOf } from '../classification/classification.ts';
import { requireClean } from '../clean-verdict.ts';
import { readDecoded } from '../decoded.ts';
import { done, stage } from '../runner/stage.ts';

interface Ports {
  inbound: InboundMessages;
  outbound: OutboundMessages;
  cases: Cases;
  profiles: Profiles;
  blobs: Blobs;
}

/** Finds where a clean message belongs; what belongs on a case or in the document intake goes on. */
export const classify = stage<Ports>({
  queue: 'classify',
  about: 'inboundMessage',
  policy: { attempts: 8, backoff: exponential(seconds(2), { cap: minutes(10) }), timeout: minutes(1) },

  async run({ id, inbound, outbound, cases, profiles, blobs }) {
    const message = await inbound.load(id);
    if (message.state !== 'scanned' && message.state !== 'failed') return done();

    requireClean(message);

    const decoded = await readDecoded(blobs, message.decoded);
    const { source, deliveredTo } = message;
    const nullPath = source.kind === 'smtp' && source.envelopeFrom === '';
    const arrival = { decoded, deliveredTo, nullPath, authentication: message.verdict?.authentication ?? null };
    const found = await classificationOf(arrival, { cases, profiles, outbound });

    return done({
      record: async (tx) => {
        await inbound.classified(tx, id, found);
        await settle(tx, { id, found, decoded, inbound, outbound });
      },
      next: goesOn(found) ? [step('attach-to-case', 'inboundMessage', id)] : [],
    });
  },

  failed: ({ inbound, tx, about, code }) => inbound.settled(tx, about.id, 'failed', { reason: code }),
});

const goesOn = ({ kind }: Classification) => kind === 'case' || kind === 'startCase' || kind === 'documentIntake';

const ENDS: Partial<Record<Classification['kind'], InboundState>> = {
  bounce: 'bounceRecorded',
  autoReply: 'autoReplyFiled',
  unmatched: 'unmatched',
};

async function settle(
  tx: Tx,
  what: { id: string; found: Classification; decoded: DecodedMessage } & Pick<Ports, 'inbound' | 'outbound'>,
): Promise<void> {
  const { id, found, decoded, inbound, outbound } = what;
  if (found.kind === 'bounce' && found.outboundMessageId && decoded.bounce) {
    const gone = decoded.bounce.recipients.filter(({ action }) => action === 'failed');
    await outbound.bounced(tx, found.outboundMessageId, gone);
  }
  const end = ENDS[found.kind];
  if (end) await inbound.settled(tx, id, end);
}
