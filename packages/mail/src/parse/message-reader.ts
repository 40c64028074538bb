import { Readable } from 'node:stream';
import { type BlobRef, type DecodedMessage, type Milliseconds, seconds } from '@zaakpost/domain';
import { ChildPool } from './child-pool.ts';
import { exchange, type Reading } from './exchange.ts';
import { headerAlone } from './header-alone.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits } from './limits.ts';
import type { ReadMessage } from './read-message.ts';

/** For the header alone of a message that took too long. */
const HEADER_TIME = seconds(2);

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

  const exchanged = async (
    open: () => Readable,
    { keep }: MessageSource,
    { signal, time = all.time }: { signal: AbortSignal; time?: Milliseconds },
  ): Promise<Reading> => {
    const child = await pool.take();
    try {
      signal.throwIfAborted();
      return await exchange(child, open(), { keep, limits: { ...all, time }, signal });
    } finally {
      pool.give(child);
    }
  };

  return {
    async read(source, { signal }) {
      const first = await exchanged(source.open, source, { signal });
      const whole = first.begun ? first : await exchanged(source.open, source, { signal });
      if (whole.message) return joined(whole.message, whole.parts);
      const top = () => Readable.from(headerAlone(source.open()), { objectMode: false });
      return withoutBody((await exchanged(top, source, { signal, time: HEADER_TIME })).message, whole);
    },
    close: () => pool.close(),
  };
}

function joined({ attachments, ...message }: ReadMessage, parts: BlobRef[]): DecodedMessage {
  const all = attachments.map(({ within, ...part }, n) => ({ within, file: { ...part, ...(parts[n] as BlobRef) } }));
  const within = all.filter((one) => one.within).map(({ file }) => file);
  return {
    ...message,
    attachments: all.filter((one) => !one.within).map(({ file }) => file),
    ...(within.length > 0 ? { within } : {}),
  };
}

function withoutBody(header: ReadMessage | null, { parts, reason }: Reading): DecodedMessage {
  return {
    ...(header ?? NO_HEADER),
    outcome: parts.length > 0 ? 'incomplete' : 'unreadable',
    reason,
    text: null,
    html: null,
    attachments: parts.map((ref) => ({ ...ref, ...UNNAMED })),
    unread: true,
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
