import { type DecodedMessage, type Protection, READING_WARNINGS } from '@zaakpost/domain';
import { isAutoSubmitted, guessOf } from '../recognise/auto-submitted.ts';
import { bounceOf } from '../recognise/bounce.ts';
import { isThroughList } from '../recognise/mailing-list.ts';
import { type Body, bodyOf, withCalendars } from './body/body.ts';
import { Content, type FileItem } from './content.ts';
import type { ReadPart } from './file-part.ts';
import type { ParseLimits } from './limits.ts';
import { withLineEnds } from './line-ends.ts';
import { messageHeader } from './message-header.ts';
import { armourIn, protectionOf, stronger } from './protection.ts';
import { shownImages } from './shown-images.ts';
import { type SplitEvent, Splitter } from './structure/splitter.ts';

/** Takes one attachment's decoded bytes, in the order of the parts; the reading waits for it. */
export type PartSink = (content: AsyncIterable<Buffer>) => Promise<void>;

export type { ReadPart } from './file-part.ts';

/**
 * A decoded message whose parts are with the sink: the n-th attachment is the n-th part that the sink took whole. The files
 * of attached messages are among them, marked.
 */
export type ReadMessage = Omit<DecodedMessage, 'attachments' | 'within' | 'unread'> & { attachments: ReadPart[] };

/**
 * Reads one message in this process; `childParser` runs it in a child. What a mail contains never makes it throw; what
 * `source` and `sink` throw is thrown on.
 */
export async function readMessage(
  source: AsyncIterable<Uint8Array>,
  sink: PartSink,
  limits: ParseLimits,
): Promise<ReadMessage> {
  const reading = new Reading(limits);
  const items = reading.items(source);
  const files: ReadPart[] = [];
  for (let next = await items.next(); !next.done; next = await items.next()) {
    if (next.value.type !== 'open') continue;
    await sink(contentOf(items));
    files.push(next.value.file);
  }
  return assembled(reading, files, limits);
}

/** The bytes of the file that was opened last. */
async function* contentOf(items: AsyncGenerator<FileItem, void>): AsyncGenerator<Buffer, void> {
  for (let next = await items.next(); !next.done && next.value.type !== 'close'; next = await items.next()) {
    if (next.value.type === 'data') yield next.value.bytes;
  }
}

/** A message while it is read. */
class Reading {
  readonly splitter: Splitter;
  readonly content: Content;
  protection: Protection | null = null;
  size = 0;

  constructor(limits: ParseLimits) {
    this.splitter = new Splitter(limits);
    this.content = new Content(limits);
  }

  /** The files in their order. Stops reading the source when a limit is reached. */
  async *items(source: AsyncIterable<Uint8Array>): AsyncGenerator<FileItem, void> {
    for await (const chunk of withLineEnds(source)) {
      this.size += chunk.length;
      yield* this.#taken(this.splitter.push(chunk));
      if (this.stopped !== null) break;
    }
    yield* this.#taken(this.splitter.end());
  }

  get stopped(): string | null {
    return this.splitter.stopped ?? this.content.stopped;
  }

  *#taken(events: SplitEvent[]): Generator<FileItem, void> {
    for (const event of events) {
      if (event.type === 'part') this.protection = stronger(this.protection, protectionOf(event.part));
      yield* this.content.take(event);
      if (this.content.stopped !== null) return;
    }
  }
}

function assembled(reading: Reading, files: ReadPart[], limits: ParseLimits): ReadMessage {
  const { content } = reading;
  const headers = content.root?.headers ?? new Map();
  const noMail = noMailIn(reading, headers.size);
  const body = noMail ? NO_BODY : withCalendars(bodyOf(content.spare.insteadOf(content.texts)), content.calendars);
  const hint = content.texts.find(({ part }) => part.charset)?.part.charset ?? content.root?.charset ?? null;
  const own = files.filter(({ within }) => !within);
  const shown = shownImages(own, body.html);
  const reason = noMail ?? reasonOf(reading);
  const protection = stronger(reading.protection, armourIn(body.text));
  const bounce = bounceOf(headers, content.reports.parts, body.text);
  const guess = bounce === null ? guessOf(headers) : null;
  return {
    ...messageHeader(headers, limits.addresses, hint),
    outcome: reason === null ? 'ok' : body.text === null && own.length === 0 ? 'unreadable' : 'incomplete',
    reason,
    text: body.text,
    html: body.html,
    attachments: files.map((file) => ({ ...file, inline: shown.has(file) })),
    ...(reading.stopped !== null || content.unread ? { unread: true as const } : {}),
    autoSubmitted: bounce !== null || isAutoSubmitted(headers),
    ...(guess && { autoSubmittedGuess: guess }),
    throughList: isThroughList(headers),
    bounce,
    protection,
    warnings: [
      ...(protection === null ? [] : [READING_WARNINGS[protection]]),
      ...content.warnings,
      ...warningsOf(reading),
      ...body.warnings,
    ],
  };
}

const NO_BODY: Body = { text: null, html: null, warnings: [] };

/** Why there is nothing to be read; null when there is. */
function noMailIn({ size, content }: Reading, fields: number): string | null {
  if (size === 0) return 'The message is empty.';
  return fields === 0 && !content.readable ? 'This is no mail: it has no header and is no text.' : null;
}

/** Why the message is not read whole; a bounded sentence without content of it. */
function reasonOf({ stopped, splitter, content }: Reading): string | null {
  if (stopped !== null) return `The message has a limit exceeded: ${stopped}.`;
  if (splitter.overflown) return 'The header is larger than is read.';
  return content.truncated ? 'The text is longer than is read.' : null;
}

function warningsOf({ splitter, content }: Reading): string[] {
  const type = content.root?.effectiveType ?? '';
  return [
    ...(content.root?.headers.size === 0 ? [READING_WARNINGS.noHeader] : []),
    ...(splitter.unclosed ? [READING_WARNINGS.cutOff] : []),
    ...(type === 'message/partial' ? [READING_WARNINGS.piece] : []),
    ...(content.outside ? [READING_WARNINGS.outsideParts] : []),
    ...(content.apart ? [READING_WARNINGS.apart] : []),
    ...(content.elsewhere ? [READING_WARNINGS.elsewhere] : []),
  ];
}
