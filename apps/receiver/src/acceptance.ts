import { randomUUID } from 'node:crypto';
import type { ArrivedMail, Arrivals, BlobRef, Blobs, Publication, Publisher, Steps } from '@zaakpost/domain';
import { seconds } from '@zaakpost/domain';
import { BodyRefused, type IncomingMail, type Reply, type Taken } from '@zaakpost/smtp-in';
import type { Log, ReceiverMetrics } from '@zaakpost/telemetry';
import { committing } from './commits.ts';
import type { FailPoint } from './fail-point.ts';
import type { FindRecipient } from './recipients.ts';
import { ownFault } from './refusal.ts';

export interface AcceptanceParts {
  blobs: Blobs;
  arrivals: Arrivals;
  steps: Steps;
  queue: Publisher;
  findRecipient: FindRecipient;
  log: Log;
  metrics: Pick<ReceiverMetrics, 'accepted'>;
  point: FailPoint;
  /** Told of each mail: could it be taken, as far as it is up to us? */
  health: (well: boolean) => void;
}

/** What happens to a mail between its final dot and our answer. */
export interface Acceptance {
  /** `each`: an answer for each recipient, and a failure is that recipient's alone (LMTP). */
  accept(mail: IncomingMail, signal: AbortSignal, options: { each: boolean }): Promise<Taken>;
  /** Waits for what no answer waited for. */
  settled(): Promise<void>;
}

const ACCEPTED: Reply = { code: 250, status: '2.0.0', text: 'The message is ours now' };
const COMMIT_DEADLINE = seconds(30);

/** Stores the bytes and commits a row and a `scan` step for each address of ours; only then says 250. */
export function acceptance(parts: AcceptanceParts): Acceptance {
  const { blobs, arrivals, queue, log, metrics, point, health } = parts;
  const commit = committing(arrivals, parts.steps, COMMIT_DEADLINE);
  const pending = new Set<Promise<void>>();

  // No answer waits for the queue: the sweep does it too.
  function publish(publications: Publication[]): void {
    const published = queue
      .publish(publications)
      .catch((error: unknown) =>
        log.warn('publishing is left to the sweep', { stage: 'scan', count: publications.length }, error),
      )
      .finally(() => pending.delete(published));
    pending.add(published);
  }

  function faultOf(error: unknown): Reply {
    health(false);
    log.error('mail could not be taken', {}, error);
    return ownFault(error);
  }

  async function answerFor(mails: ArrivedMail[]): Promise<Reply> {
    try {
      const { fresh, publications } = await commit(mails);
      point('committed');
      health(true);
      publish(publications);
      for (const { id, raw } of mails) metrics.accepted({ bytes: raw.size, again: !fresh.has(id) });
      log.info('mail received', { count: mails.length, size: mails[0]?.raw.size ?? 0 });
      return ACCEPTED;
    } catch (error) {
      return faultOf(error);
    }
  }

  return {
    async accept(mail, signal, { each }) {
      const transactionId = randomUUID();
      try {
        const raw = await blobs.put(whole(mail.bytes, point), { signal });
        point('stored');
        const targets = await targetsOf(mail.recipients, parts.findRecipient);
        const mails = mailsFor(targets, { raw, mail, transactionId });
        const replies = each ? await answersFor(targets, mails, answerFor) : [await answerFor(mails)];
        return { replies, confirmed: () => confirmed(transactionId) };
      } catch (error) {
        if (error instanceof BodyRefused || signal.aborted) throw error;
        const fault = faultOf(error);
        return { replies: each ? mail.recipients.map(() => fault) : [fault], confirmed: async () => undefined };
      }
    },

    async settled() {
      await Promise.all(pending);
    },
  };

  async function confirmed(transactionId: string): Promise<void> {
    point('answered');
    await arrivals.confirmed([transactionId]);
    point('confirmed');
  }
}

/** A recipient, and the address of ours that it stands for. */
interface Target {
  recipient: string;
  deliveredTo: string;
}

// A profile that was switched off since RCPT does not lose the mail.
const targetsOf = (recipients: readonly string[], find: FindRecipient): Promise<Target[]> =>
  Promise.all(recipients.map(async (recipient) => ({ recipient, deliveredTo: (await find(recipient)) ?? recipient })));

/** One for each address of ours, however many recipients stand for it. */
function mailsFor(
  targets: Target[],
  { raw, mail, transactionId }: { raw: BlobRef; mail: IncomingMail; transactionId: string },
): ArrivedMail[] {
  const { client, envelopeFrom } = mail;
  const { address: peer, helo, tls, trusted } = client;
  const byAddress = new Map(targets.toReversed().map((target) => [target.deliveredTo, target.recipient]));
  return [...byAddress].map(([deliveredTo, recipient]) => ({
    ...{ id: randomUUID(), raw, deliveredTo, transactionId },
    source: { envelopeFrom, recipient, peer, helo, tls, trusted },
  }));
}

async function answersFor(
  targets: Target[],
  mails: ArrivedMail[],
  answerFor: (mails: ArrivedMail[]) => Promise<Reply>,
): Promise<Reply[]> {
  const answers = new Map(mails.map((mail) => [mail.deliveredTo, answerFor([mail])]));
  return Promise.all(targets.map(({ deliveredTo }) => answers.get(deliveredTo) as Promise<Reply>));
}

async function* whole(bytes: AsyncIterable<Uint8Array>, point: FailPoint): AsyncGenerator<Uint8Array> {
  yield* bytes;
  point('read');
}
