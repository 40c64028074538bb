import { Readable } from 'node:stream';
import type { BlobRef, DecodedMessage } from '@zaakpost/domain';
import { ChildPool } from './child-pool.ts';
import { ChildGone, type ParserChild } from './child-process.ts';
import { FRAME } from './frames.ts';
import { headerAlone } from './header-alone.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits } from './limits.ts';
import type { ReadMessage } from './read-message.ts';

export interface MessageReaderOptions {
  /** Messages read at the same time, each in a process of its own. 2 unless told. */
  children?: number;
  limits?: Partial<ParseLimits>;
}

/** Where a message comes from and where its parts go. */
export interface MessageSource {
  /** The raw bytes from their beginning; may be asked for again. */
  open(): Readable;
  /** Takes one decoded part to its end. */
  keep(content: AsyncIterable<Buffer>): Promise<BlobRef>;
}

/** Reads messages, with processes to end. */
export interface MessageReader {
  read(source: MessageSource, options: { signal: AbortSignal }): Promise<DecodedMessage>;
  close(): Promise<void>;
}

/**
 * Reads mail in child processes with limits on time and memory. A child that dies or is killed costs its one mail: what
 * came back of it before is kept, its header is read on its own, and it is `incomplete` or `unreadable`.
 *
 * @throws UnavailableError('parser-away') when no child can be started; what `open` and `keep` throw.
 */
export function messageReader({ children = 2, limits = {} }: MessageReaderOptions = {}): MessageReader {
  const all = { ...DEFAULT_PARSE_LIMITS, ...limits };
  const pool = new ChildPool(children, all);

  const exchanged = async (open: () => Readable, { keep }: MessageSource, signal: AbortSignal): Promise<Reading> => {
    const child = await pool.take();
    try {
      signal.throwIfAborted();
      return await exchange(child, open(), { keep, limits: all, signal });
    } finally {
      pool.give(child);
    }
  };

  return {
    async read(source, { signal }) {
      const first = await exchanged(source.open, source, signal);
      const whole = first.begun ? first : await exchanged(source.open, source, signal);
      if (whole.message) return joined(whole.message, whole.parts);
      const top = () => Readable.from(headerAlone(source.open()), { objectMode: false });
      return withoutBody((await exchanged(top, source, signal)).message, whole);
    },
    close: () => pool.close(),
  };
}

/** What came back of one message. `message` is null when the child did not live to send it. */
interface Reading {
  /** False when the child was gone before it saw the message, which is then not to blame. */
  begun: boolean;
  message: ReadMessage | null;
  parts: BlobRef[];
  reason: string | null;
}

type Keep = MessageSource['keep'];

interface Circumstances {
  keep: Keep;
  limits: ParseLimits;
  signal: AbortSignal;
}

async function exchange(child: ParserChild, raw: Readable, { keep, limits, signal }: Circumstances): Promise<Reading> {
  child.mails += 1;
  const stop = () => child.kill('it was no longer wanted');
  const deadline = setTimeout(() => child.kill(`it took longer than ${limits.time / 1_000} s`), limits.time);
  const unwatch = child.watchMemory(limits.memory);
  signal.addEventListener('abort', stop, { once: true });
  const reading: Reading = { begun: false, message: null, parts: [], reason: null };
  let fault: { error: unknown } | null = null;
  const sending = child.send(raw).catch((error) => {
    if (error instanceof ChildGone) return;
    fault = { error };
    child.kill('the raw message could not be read');
  });
  try {
    const message = await receiveMessage(child, reading, keep);
    await sending;
    return { ...reading, message, reason: message.reason };
  } catch (error) {
    child.kill('its exchange broke');
    raw.destroy(new ChildGone('nobody reads it'));
    await sending;
    signal.throwIfAborted();
    if (fault) throw (fault as { error: unknown }).error;
    if (!(error instanceof ChildGone)) throw error;
    return { ...reading, reason: `The message could not be read: ${error.message}.` };
  } finally {
    clearTimeout(deadline);
    unwatch();
    signal.removeEventListener('abort', stop);
  }
}

async function receiveMessage(child: ParserChild, reading: Reading, keep: Keep): Promise<ReadMessage> {
  for (;;) {
    const frame = await child.receive();
    reading.begun = true;
    if (frame.type === FRAME.message) return JSON.parse(frame.payload.toString('utf8'));
    if (frame.type === FRAME.partStart) await keepPart(child, reading.parts, keep);
  }
}

async function keepPart(child: ParserChild, parts: BlobRef[], keep: Keep): Promise<void> {
  try {
    parts.push(await keep(partFrom(child)));
  } catch (error) {
    if (!(error instanceof PartCut)) throw error;
  }
}

async function* partFrom(child: ParserChild): AsyncGenerator<Buffer, void> {
  for (;;) {
    const { type, payload } = await child.receive();
    if (type === FRAME.part) yield payload;
    else if (type === FRAME.partEnd) return;
    else throw new PartCut('The part broke off.');
  }
}

class PartCut extends Error {}

const joined = ({ attachments, ...message }: ReadMessage, parts: BlobRef[]): DecodedMessage => ({
  ...message,
  attachments: attachments.map((part, n) => ({ ...part, ...(parts[n] as BlobRef) })),
});

function withoutBody(header: ReadMessage | null, { parts, reason }: Reading): DecodedMessage {
  return {
    ...(header ?? NO_HEADER),
    outcome: parts.length > 0 ? 'incomplete' : 'unreadable',
    reason,
    text: null,
    html: null,
    attachments: parts.map((ref) => ({ ...ref, ...UNNAMED })),
  };
}

const UNNAMED = { filename: null, contentType: 'application/octet-stream', inline: false, contentId: null };

const NO_HEADER: Omit<DecodedMessage, 'outcome' | 'reason' | 'text' | 'html' | 'attachments'> = {
  subject: '',
  from: [],
  to: [],
  cc: [],
  replyTo: [],
  messageId: null,
  inReplyTo: [],
  references: [],
  date: null,
  autoSubmitted: false,
  throughList: false,
  bounce: null,
  warnings: [],
};
