import { randomUUID } from 'node:crypto';
import { type Blobs, type InboundMessages, type Publisher, type SmtpSource, type Steps, step } from '@zaakpost/domain';
import type { Log } from '@zaakpost/telemetry';
import type { FindRecipient } from './recipients.ts';

/** What came over the wire: the bytes, and the envelope. */
export interface Arrival extends Omit<SmtpSource, 'recipient'> {
  bytes: AsyncIterable<Uint8Array>;
  recipients: readonly string[];
}

export interface Acceptance {
  blobs: Blobs;
  messages: InboundMessages;
  steps: Steps;
  queue: Publisher;
  findRecipient: FindRecipient;
  log: Log;
}

/** Stores the bytes and commits a row and a `scan` step for each address of ours. On return it may be answered 250. */
export async function accept(arrival: Arrival, to: Acceptance): Promise<void> {
  const { bytes, recipients, ...client } = arrival;
  const raw = await to.blobs.put(bytes);
  const targets = await targetsOf(recipients, to.findRecipient);
  const mails = [...targets].map(([deliveredTo, recipient]) => ({
    id: randomUUID(),
    raw,
    source: { kind: 'smtp' as const, recipient, ...client },
    deliveredTo,
    sessionId: null,
  }));
  const publications = await to.steps.begin(async (tx) => {
    const ids = await to.messages.received(tx, mails);
    return ids.map((id) => step('scan', 'inboundMessage', id));
  });
  to.log.info('mail received', { count: mails.length, size: raw.size });
  await to.queue.publish(publications).catch((error: unknown) => {
    to.log.warn('publishing is left to the sweep', { stage: 'scan', count: publications.length }, error);
  });
}

// A profile that was switched off since RCPT does not lose the mail.
async function targetsOf(recipients: readonly string[], find: FindRecipient): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  for (const recipient of recipients) {
    const ours = (await find(recipient)) ?? recipient;
    if (!targets.has(ours)) targets.set(ours, recipient);
  }
  return targets;
}
