import { READING_WARNINGS } from '@zaakpost/domain';
import type { TextPart } from './body/body.ts';
import { calendarSummary } from './body/calendar.ts';
import { type Before, realmOf, roleOf } from './body/role.ts';
import { isGuessed, textOf } from './body/text-part.ts';
import { UuBlocks, type UuPiece } from './body/uu-blocks.ts';
import { fileOf, isUnreadable, type ReadPart } from './file-part.ts';
import { keepCalendar, type Leaf } from './leaf.ts';
import { type Level, OUTERMOST } from './level.ts';
import type { ParseLimits } from './limits.ts';
import { LooseText } from './loose-text.ts';
import { MailsWithin } from './mails-within.ts';
import { Parcel } from './parcel.ts';
import { ReportWatch } from './report-parts.ts';
import { SpareTexts } from './spare-texts.ts';
import type { MimePart } from './structure/mime-part.ts';
import type { SplitEvent } from './structure/splitter.ts';
import { TextRoom } from './text-room.ts';
import { packedTexts } from './tnef/packed-texts.ts';
import { unpackedTnef } from './tnef/unpacked-tnef.ts';
import { encodingOf, transferDecoder } from './transfer/transfer-decoder.ts';

/** Files of a message, one after the other, as their bytes come. */
export type FileItem = { type: 'open'; file: ReadPart } | { type: 'data'; bytes: Buffer } | { type: 'close' };

const NOTHING = Buffer.alloc(0);

/** Takes a message's parts as they come: keeps its text, gives its files. */
export class Content {
  readonly texts: TextPart[] = [];
  readonly spare = new SpareTexts();
  readonly calendars: string[] = [];
  readonly warnings = new Set<string>();
  readonly reports = new ReportWatch();
  /** A sentence's end about the limit that was reached; nothing is read beyond it. */
  stopped: string | null = null;
  /** Text was kept as a file, since it is in another signed or encrypted part than the text that is shown. */
  apart = false;
  /** Files may be in what was not kept. */
  unread = false;
  /** A part refers to content that did not come along (RFC 2046 section 5.2.3). */
  elsewhere = false;
  root: MimePart | null = null;
  /** The text holds no bytes that no text has. */
  readable = true;
  readonly #limits: ParseLimits;
  readonly #level: Level;
  readonly #room: TextRoom;
  readonly #mails: MailsWithin;
  readonly #loose = new LooseText();
  readonly #before: Before = { text: false, realm: null };
  #leaf: Leaf | null = null;
  /** How many were opened. */
  files = 0;

  constructor(limits: ParseLimits, level: Level = OUTERMOST, room = new TextRoom(limits.text)) {
    this.#limits = limits;
    this.#level = level;
    this.#room = room;
    this.#mails = new MailsWithin({
      ...{ content: this, limits, level, room },
      reader: (...given) => new Content(...given),
    });
  }

  /** Some of the text was not kept. */
  get truncated(): boolean {
    return this.#room.truncated;
  }

  /** The files, or pieces of them, that came with this. */
  *take(event: SplitEvent): Generator<FileItem, void> {
    if (event.type === 'part') yield* this.#begin(event.part);
    else if (event.type === 'end') yield* this.#end(event.part);
    else if (event.type === 'after') this.#loose.after(event.bytes);
    else if (event.part.container) this.#loose.keep(event.part, event.bytes);
    else if (this.#leaf) yield* this.#decoded(this.#leaf, this.#leaf.decoder.push(event.bytes));
  }

  *#begin(part: MimePart): Generator<FileItem, void> {
    this.root ??= part;
    this.#loose.begin(part, this.#room.left);
    if (part.container) return;
    const role = roleOf(part, this.#before);
    const text = role === 'text' || role === 'shownFile';
    if (role === 'text' && !this.#before.text) Object.assign(this.#before, { text: true, realm: realmOf(part) });
    this.apart ||=
      role === 'file' &&
      this.#before.text &&
      /^text\/(?:plain|html)$/u.test(part.effectiveType) &&
      part.disposition !== 'attachment' &&
      realmOf(part) !== this.#before.realm;
    this.elsewhere ||= part.effectiveType === 'message/external-body';
    const file = role === 'file' || role === 'shownFile' ? fileOf(part) : null;
    this.#leaf = {
      ...{ part, role, file, kept: [], decoder: transferDecoder(part.encoding) },
      uu: text && part.effectiveType === 'text/plain' ? new UuBlocks() : null,
      parcel: role === 'tnef' ? new Parcel() : this.#mails.parcelFor(file),
    };
    if (file && isUnreadable(part)) file.unread = true;
    if (file) yield* this.#open(file);
  }

  *#decoded(leaf: Leaf, bytes: Buffer): Generator<FileItem, void> {
    if (bytes.length === 0) return;
    if (leaf.role === 'text') {
      if (leaf.uu) yield* this.#unpacked(leaf, leaf.uu.push(bytes));
      else this.#keep(leaf, bytes);
    } else if (leaf.role === 'tnef') {
      if (leaf.parcel?.take(bytes) === false) yield* this.#tooLarge(leaf, leaf.parcel);
    } else if (leaf.role !== 'nothing') {
      if (leaf.role === 'shownFile') this.#keep(leaf, bytes);
      else if (leaf.part.effectiveType === 'text/calendar') keepCalendar(leaf, bytes);
      this.#collect(leaf, bytes);
      this.reports.watch(leaf.part, bytes);
      yield { type: 'data', bytes };
    }
  }

  *#end(part: MimePart): Generator<FileItem, void> {
    const leaf = this.#leaf;
    if (part.container) yield* this.#readLoose(part);
    if (leaf?.part !== part) return;
    yield* this.#decoded(leaf, leaf.decoder.end());
    if (leaf.decoder.damaged) this.warnings.add(READING_WARNINGS.encoding);
    this.#leaf = null;
    if (leaf.role === 'text') {
      if (leaf.uu) yield* this.#unpacked(leaf, leaf.uu.end());
      if (leaf.uu?.unclosed) this.warnings.add(READING_WARNINGS.openFile);
      this.texts.push(this.#textPart(leaf));
    } else if (leaf.role === 'tnef') yield* this.#opened(leaf);
    else if (leaf.role !== 'nothing') {
      if (leaf.role === 'shownFile') this.spare.add(realmOf(part), [this.#textPart(leaf)]);
      if (part.effectiveType === 'text/calendar') this.#readCalendar(leaf);
      yield { type: 'close' };
      yield* this.#mails.in(leaf);
    }
  }

  /** Keeps a file that is looked into; one too large for that is not. */
  #collect(leaf: Pick<Leaf, 'file' | 'parcel'>, bytes: Buffer): void {
    if (leaf.parcel?.take(bytes) !== false) return;
    leaf.parcel = null;
    if (leaf.file) leaf.file.unread = true;
  }

  *#open(file: ReadPart): Generator<FileItem, void> {
    if (this.files >= this.#limits.attachments) this.stopped ??= `more than ${this.#limits.attachments} attachments`;
    this.files += 1;
    const { attached, path } = this.#level;
    if (attached > 0) Object.assign(file, { filename: `${path}${file.filename ?? 'unnamed'}`, within: true });
    if (this.stopped === null) yield { type: 'open', file };
  }

  *#unpacked(leaf: Leaf, pieces: UuPiece[]): Generator<FileItem, void> {
    for (const piece of pieces) {
      if (piece.type === 'text') this.#keep(leaf, piece.bytes);
      else if (piece.type === 'open') {
        const file = fileOf(leaf.part, { filename: piece.filename, container: 'uuencode' });
        leaf.packed = { part: leaf.part, file, parcel: this.#mails.parcelFor(file) };
        yield* this.#open(file);
      } else {
        yield piece;
        if (piece.type === 'data' && leaf.packed) this.#collect(leaf.packed, piece.bytes);
        else if (leaf.packed) yield* this.#mails.in(leaf.packed);
      }
      if (this.stopped !== null) return;
    }
  }

  /** A parcel that is too large to be held is a file as it came. */
  *#tooLarge(leaf: Leaf, parcel: Parcel): Generator<FileItem, void> {
    leaf.role = 'file';
    leaf.parcel = null;
    this.warnings.add(READING_WARNINGS.largeTnef);
    yield* this.#open(fileOf(leaf.part));
    yield { type: 'data', bytes: parcel.bytes };
  }

  *#opened({ part, parcel }: Leaf): Generator<FileItem, void> {
    const content = unpackedTnef(parcel?.bytes ?? NOTHING);
    for (const { bytes, ...packed } of content?.files ?? []) {
      const file = fileOf(part, { ...packed, container: 'tnef' });
      const inner = this.#mails.parcelFor(file);
      yield* this.#open(file);
      if (this.stopped !== null) return;
      yield { type: 'data', bytes };
      yield { type: 'close' };
      const whole = { part, file, parcel: inner };
      this.#collect(whole, bytes);
      yield* this.#mails.in(whole);
    }
    if (content) this.spare.add(realmOf(part), packedTexts(part, content, this.#room));
    if (content?.whole) return;
    if (content) this.warnings.add(READING_WARNINGS.brokenTnef);
    yield* this.#open(fileOf(part));
    if (this.stopped !== null) return;
    yield { type: 'data', bytes: parcel?.bytes ?? NOTHING };
    yield { type: 'close' };
  }

  #textPart({ part, kept, role }: Leaf): TextPart {
    const bytes = Buffer.concat(kept);
    this.readable &&= !bytes.includes(0);
    if (role === 'text' && isGuessed(part, bytes)) this.warnings.add(READING_WARNINGS.charset);
    return { part, content: textOf(part, bytes) };
  }

  #keep(leaf: Leaf, bytes: Buffer): void {
    const kept = this.#room.take(bytes);
    if (kept.length > 0) leaf.kept.push(kept);
  }

  /** Text around the parts is not shown. */
  get outside(): boolean {
    return this.#loose.outside;
  }

  *#readLoose(part: MimePart): Generator<FileItem, void> {
    const bytes = this.#room.take(this.#loose.end(part));
    this.#room.truncated ||= this.#loose.cut;
    this.unread ||= this.#loose.cut && encodingOf(part.encoding) !== 'none';
    if (bytes.toString('latin1').trim() === '' || (yield* this.#mails.encoded(part, bytes))) return;
    this.warnings.add(READING_WARNINGS.oneText);
    const plain = { ...part, container: false, effectiveType: 'text/plain' };
    this.texts.push({ part: plain, content: textOf(plain, bytes) });
  }

  #readCalendar({ part, kept }: Leaf): void {
    const summary = calendarSummary(textOf({ ...part, effectiveType: 'text/plain' }, Buffer.concat(kept)));
    if (summary !== null && !this.calendars.includes(summary)) this.calendars.push(summary);
  }
}
