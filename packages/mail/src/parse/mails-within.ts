import { isCompressed, signedContent } from './cms/signed-content.ts';
import type { Content, FileItem } from './content.ts';
import { holdsSigned, isMessage, type ReadPart } from './file-part.ts';
import type { Leaf } from './leaf.ts';
import { type Level, MOST_ATTACHED, MOST_SIGNED } from './level.ts';
import type { ParseLimits } from './limits.ts';
import { Parcel } from './parcel.ts';
import { Splitter } from './structure/splitter.ts';
import type { MimePart } from './structure/mime-part.ts';
import { TextRoom } from './text-room.ts';
import { encodingOf, transferDecoder } from './transfer/transfer-decoder.ts';

/** The mail around, and how one within it is read. */
interface Around {
  content: Content;
  limits: ParseLimits;
  level: Level;
  room: TextRoom;
  reader: (limits: ParseLimits, level: Level, room: TextRoom) => Content;
}

/** The mails that a mail holds: attached, in a signature, and in what was encoded as a whole. */
export class MailsWithin {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** What holds a mail is looked into when it is whole. */
  parcelFor(file: ReadPart | null): Parcel | null {
    if (file === null) return null;
    const { level, content } = this.#around;
    if (holdsSigned(file)) return new Parcel();
    if (!isMessage(file)) return null;
    if (level.attached < MOST_ATTACHED) return new Parcel(level.room);
    file.unread = true;
    content.stopped ??= `messages within messages, more than ${MOST_ATTACHED} deep`;
    return null;
  }

  /** What is in a file that came whole. */
  *in({ part, file, parcel }: Pick<Leaf, 'part' | 'file' | 'parcel'>): Generator<FileItem, void> {
    if (!file || !parcel) return;
    if (isMessage(file)) yield* this.#attached(file, parcel.bytes);
    else yield* this.#signed(part, file, parcel.bytes);
  }

  /**
   * The parts of a container that was encoded as a whole, which must not be (RFC 2045 section 6.4); some programs read it.
   * False when it was not.
   */
  *encoded(part: MimePart, bytes: Buffer): Generator<FileItem, boolean> {
    const { content, level, room } = this.#around;
    if (level.signed >= MOST_SIGNED || encodingOf(part.encoding) === 'none') return false;
    const decoder = transferDecoder(part.encoding);
    const decoded = Buffer.concat([decoder.push(bytes), decoder.end()]);
    if (!part.boundaries.some((boundary) => decoded.includes(`--${boundary}`, 0, 'latin1'))) return false;
    const header = `Content-Type: ${part.headers.get('content-type')?.join('\r\nContent-Type: ')}\r\n\r\n`;
    const inner = this.#inner({ signed: level.signed + 1 }, room);
    yield* this.#read(inner, Buffer.concat([Buffer.from(header, 'latin1'), decoded]));
    content.texts.push(...inner.spare.insteadOf(inner.texts));
    return true;
  }

  /** What an opaque signature was put on is a mail of its own: its files beside ours, its text where we have none. */
  *#signed(part: MimePart, file: ReadPart, bytes: Buffer): Generator<FileItem, void> {
    const { content, level, room } = this.#around;
    const signed = signedContent(bytes);
    if (signed === null ? isCompressed(bytes) : level.signed >= MOST_SIGNED) file.unread = true;
    if (signed === null || file.unread) return;
    const inner = this.#inner({ signed: level.signed + 1 }, room);
    yield* this.#read(inner, signed);
    content.spare.add(part, inner.spare.insteadOf(inner.texts));
    for (const warning of inner.warnings) content.warnings.add(warning);
    content.calendars.push(...inner.calendars);
  }

  /** The files of an attached message: what it says is kept in the message itself alone. */
  *#attached({ filename }: ReadPart, bytes: Buffer): Generator<FileItem, void> {
    const { attached, room } = this.#around.level;
    const level = { attached: attached + 1, room: room - bytes.length, path: `${filename}/` };
    yield* this.#read(this.#inner(level, new TextRoom(0)), bytes);
  }

  #inner(level: Partial<Level>, room: TextRoom): Content {
    const { content, limits, reader } = this.#around;
    const attachments = limits.attachments - content.files;
    return reader({ ...limits, attachments }, { ...this.#around.level, ...level }, room);
  }

  /** Bytes that are a mail of their own. */
  *#read(inner: Content, bytes: Buffer): Generator<FileItem, void> {
    const { content, limits } = this.#around;
    const splitter = new Splitter(limits);
    for (const event of [...splitter.push(bytes), ...splitter.end()]) yield* inner.take(event);
    content.files += inner.files;
    content.unread ||= inner.unread;
    content.stopped ??= inner.stopped ?? splitter.stopped;
  }
}
