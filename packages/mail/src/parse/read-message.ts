import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DecodedAttachment, DecodedMessage } from '@zaakpost/domain';
import type { AttachmentStream } from 'mailparser';
import { isAutoSubmitted } from '../recognise/auto-submitted.ts';
import { bounceOf } from '../recognise/bounce.ts';
import { isThroughList } from '../recognise/mailing-list.ts';
import { bodyOf } from './body.ts';
import { BoundedParser } from './bounded-parser.ts';
import { cleanLine } from './clean-text.ts';
import { safeFilename } from './filename.ts';
import { rawHeaders } from './headers.ts';
import { LimitReached, type ParseLimits } from './limits.ts';
import { messageHeader } from './message-header.ts';
import { ReportWatch } from './report-parts.ts';
import { shownImages } from './shown-images.ts';

/** Takes one attachment's decoded bytes, in the order of the parts; the reading waits for it. */
export type PartSink = (content: AsyncIterable<Buffer>) => Promise<void>;

export type ReadPart = Omit<DecodedAttachment, 'sha256' | 'size'>;

/** A decoded message whose parts are with the sink: the n-th attachment is the n-th part that the sink took whole. */
export type ReadMessage = Omit<DecodedMessage, 'attachments'> & { attachments: ReadPart[] };

/**
 * Reads one message in this process; `childParser` runs it in a child. What a mail contains never makes it throw; what
 * `source` and `sink` throw is thrown on.
 */
export async function readMessage(
  source: AsyncIterable<Uint8Array>,
  sink: PartSink,
  limits: ParseLimits,
): Promise<ReadMessage> {
  const parser = new BoundedParser(limits);
  const watch = new ReportWatch();
  const parts: ReadPart[] = [];
  const outside = new Outside();
  let fault: unknown = null;
  let open: Readable | null = null;
  // A fault of the parser does not reach the part that is being read, which would then never end.
  parser.on('error', (error) => open?.destroy(error));
  const fed = pipeline(Readable.from(outside.watching(source), { objectMode: false }), parser).catch((error) => {
    fault ??= error;
  });
  try {
    for await (const item of parser as AsyncIterable<AttachmentStream | { type: 'text' }>) {
      if (item.type !== 'attachment') continue;
      open = (item.content as Readable).on('error', () => {});
      await outside.reaching(sink(watch.watch(item, contentOf(open))));
      open = null;
      parts.push(partOf(item));
      item.release?.();
    }
  } catch (error) {
    fault ??= error;
    parser.destroy();
  }
  await fed;
  outside.throwIfFaulty();
  return assembled(parser, parts, watch, fault, limits);
}

/** An attachment's bytes; a fault of the parser within them is marked as such, so that it is not taken for the sink's. */
async function* contentOf(content: Readable): AsyncGenerator<Buffer, void> {
  try {
    yield* content as AsyncIterable<Buffer>;
  } catch (error) {
    throw new PartCut({ cause: error });
  }
}

class PartCut extends Error {
  constructor(options: ErrorOptions) {
    super('The part was not read to its end.', options);
  }
}

/** Tells faults of the source and the sink, which are the caller's, from those of the mail. */
class Outside {
  #fault: { error: unknown } | null = null;

  /** Taken by hand: what the parser throws into it when it stops early is no fault of the source. */
  async *watching(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    const iterator = source[Symbol.asyncIterator]();
    const next = () =>
      iterator.next().catch((error: unknown) => {
        this.#fault ??= { error };
        throw error;
      });
    try {
      for (let chunk = await next(); !chunk.done; chunk = await next()) yield chunk.value;
    } finally {
      await iterator.return?.();
    }
  }

  async reaching(sink: Promise<void>): Promise<void> {
    try {
      await sink;
    } catch (error) {
      if (!(error instanceof PartCut)) this.#fault ??= { error };
      throw error;
    }
  }

  throwIfFaulty(): void {
    if (this.#fault) throw this.#fault.error;
  }
}

function assembled(
  parser: BoundedParser,
  parts: ReadPart[],
  watch: ReportWatch,
  fault: unknown,
  limits: ParseLimits,
): ReadMessage {
  const tree = parser.mimeTree;
  const headers = rawHeaders(tree?.headerLines ?? []);
  const body = bodyOf(tree);
  const shown = shownImages(parts, body.html);
  const reason = fault ? faultOf(fault) : parser.truncated ? 'The text is longer than is read.' : null;
  const empty = body.text === null && parts.length === 0;
  const bounce = bounceOf(headers, watch.parts, body.text);
  return {
    ...messageHeader(headers, parser.headers, limits.addresses),
    outcome: reason === null ? 'ok' : empty ? 'unreadable' : 'incomplete',
    reason,
    text: body.text,
    html: body.html,
    attachments: parts.map((part) => ({ ...part, inline: shown.has(part) })),
    autoSubmitted: bounce !== null || isAutoSubmitted(headers),
    throughList: isThroughList(headers),
    bounce,
    warnings: body.warnings,
  };
}

/** A bounded sentence; the parser's own messages name structure, never content. */
function faultOf(fault: unknown): string {
  const cause = fault instanceof PartCut ? fault.cause : fault;
  if (cause instanceof LimitReached) return `The message has a limit exceeded: ${cause.message}.`;
  const code = (cause as { code?: unknown }).code;
  return code === 'EMAXLEN'
    ? 'The message has more parts or a larger header than is read.'
    : 'The message is malformed.';
}

function partOf(part: AttachmentStream): ReadPart {
  const contentType = cleanLine(part.contentType || 'application/octet-stream', 200).toLowerCase();
  const filename = safeFilename(part.filename || '');
  const contentId = cleanLine(part.cid ?? '', 500);
  return {
    filename: contentType === 'message/rfc822' ? withEml(filename) : filename,
    contentType: /^[\w.+-]+\/[\w.+-]+$/u.test(contentType) ? contentType : 'application/octet-stream',
    inline: false,
    contentId: contentId === '' ? null : contentId,
  };
}

const withEml = (filename: string | null): string =>
  filename === null ? 'message.eml' : /\.eml$/iu.test(filename) ? filename : `${filename.slice(0, 196)}.eml`;
