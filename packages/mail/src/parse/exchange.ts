import type { Readable } from 'node:stream';
import type { BlobRef } from '@zaakpost/domain';
import { ChildClock } from './child-clock.ts';
import { ChildGone, type ParserChild } from './child-process.ts';
import { FRAME } from './frames.ts';
import { type Keep, KeptParts } from './kept-parts.ts';
import type { ParseLimits } from './limits.ts';
import type { ReadMessage } from './read-message.ts';

/** What came back of one message. `message` is null when the child did not live to send it. */
export interface Reading {
  /** False when the child was gone before it saw the message, which is then not to blame. */
  begun: boolean;
  message: ReadMessage | null;
  parts: BlobRef[];
  reason: string | null;
}

interface Circumstances {
  keep: Keep;
  limits: ParseLimits;
  signal: AbortSignal;
}

/**
 * Has a child read one message. When the child is gone before its answer, what came of it is the reading.
 *
 * @throws what `raw` and `keep` throw; the reason of `signal`.
 */
export async function exchange(
  child: ParserChild,
  raw: Readable,
  { keep, limits, signal }: Circumstances,
): Promise<Reading> {
  child.mails += 1;
  const stop = () => child.kill('it was no longer wanted');
  const late = () => child.kill(`it took longer than ${limits.patience / 1_000} s`);
  const clock = new ChildClock(limits.patience, late);
  const unwatch = child.watch(limits);
  signal.addEventListener('abort', stop, { once: true });
  const reading: Reading = { begun: false, message: null, parts: [], reason: null };
  const kept = new KeptParts(keep);
  let fault: { error: unknown } | null = null;
  const sending = child.send(raw).catch((error) => {
    if (error instanceof ChildGone) return;
    fault = { error };
    child.kill('the raw message could not be read');
  });
  try {
    const message = await receiveMessage({ child, clock, kept, reading });
    await sending;
    return { ...reading, message, parts: await kept.all(), reason: message.reason };
  } catch (error) {
    child.kill('its exchange broke');
    raw.destroy(new ChildGone('nobody reads it'));
    await sending;
    signal.throwIfAborted();
    if (fault) throw (fault as { error: unknown }).error;
    if (!(error instanceof ChildGone)) throw error;
    return { ...reading, parts: await kept.all(), reason: `The message could not be read: ${error.message}.` };
  } finally {
    clock.hold();
    await kept.settled();
    unwatch();
    signal.removeEventListener('abort', stop);
  }
}

interface Receiving {
  child: ParserChild;
  clock: ChildClock;
  kept: KeptParts;
  reading: Reading;
}

async function receiveMessage(of: Receiving): Promise<ReadMessage> {
  for (;;) {
    const frame = await of.child.receive();
    of.reading.begun = true;
    if (frame.type === FRAME.message) return JSON.parse(frame.payload.toString('utf8'));
    if (frame.type === FRAME.partStart) await keepPart(of);
  }
}

async function keepPart({ child, clock, kept }: Receiving): Promise<void> {
  try {
    await kept.take(partFrom(child, clock));
  } catch (error) {
    if (!(error instanceof PartCut)) throw error;
  }
  clock.run();
}

/** The clock stands while the part's taker is at work. */
async function* partFrom(child: ParserChild, clock: ChildClock): AsyncGenerator<Buffer, void> {
  for (;;) {
    clock.run();
    const { type, payload } = await child.receive();
    clock.hold();
    if (type === FRAME.part) yield payload;
    else if (type === FRAME.partEnd) return;
    else throw new PartCut('The part broke off.');
  }
}

class PartCut extends Error {}
