import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, inflateRaw } from 'node:zlib';
import { type Bytes, megabytes } from '@zaakpost/domain';
import { type ArchiveFormat, archiveFormat, isZip } from './archive-format.ts';
import { gzipName } from './gzip-name.ts';
import { extensionOf } from './kinds.ts';
import { byKind, type Kind, kindsOf, type Named, within } from './kinds-of.ts';
import { rarDirectory } from './rar-directory.ts';
import { tarEntries } from './tar-directory.ts';
import { isOle, type Traits, traitsIn } from './traits.ts';
import { beginningOf, METHODS, namesDiffer, packedBytes } from './zip-content.ts';
import { contradictsItself, listsMore, type ZipEntry, zipEntries } from './zip-directory.ts';

/** A file that may pack others. */
export interface Packed extends Named {
  traits: Traits;
  size: Bytes;
  /** Asked for only where it has to be unpacked, and is not too large for that. */
  read(): Promise<Buffer>;
}

/** Held whole to be looked into. */
const LARGEST = megabytes(24);
/** Unpacked of one message: archives within archives, and what is looked at for macros. */
const MOST_UNPACKED = megabytes(32);
const MOST_FILES = 1_000;
/** Files that archives of one message name; a hundred kilobytes can name a million. */
const MOST_NAMED = 30_000;
/** Files in zips of which the beginning is unpacked. */
const MOST_BEGUN = 10_000;
const DEEPEST = 5;
/**
 * The files in the archives of one message, and in archives in these, each with its kind. It unpacks as little as it can
 * within limits; what lies beyond them, or is packed as we cannot list, is `closedArchive`.
 */
export class Look {
  readonly #opensRar: boolean;
  #left = MOST_UNPACKED;
  #files = MOST_FILES;
  #named = MOST_NAMED;
  #begun = MOST_BEGUN;

  /** @param opensRar whether clamd has shown that it looks into them */
  constructor({ opensRar }: { opensRar: boolean }) {
    this.#opensRar = opensRar;
  }

  /** Beside what `kindsOf` says of the file itself. What is two archives at once is looked into as both. */
  async inside(file: Packed, depth = 0): Promise<Kind[]> {
    const entries = zipEntries(file.traits.tail);
    const format = archiveFormat(file.filename, file.traits.head);
    const found = entries.length > 0 ? await this.#zip(file, entries, depth) : [];
    if (format === null || (format.packs === 'zip' && entries.length > 0)) return found;
    return [...found, ...(await this.#packed(file, format, depth))];
  }

  async #packed({ filename, size, read }: Packed, format: ArchiveFormat, depth: number): Promise<Kind[]> {
    if (format.packs === 'closed') return [closed(filename, format.kind)];
    if (format.packs === 'zip' || size > LARGEST || depth >= DEEPEST) return [closed(filename, format.packs)];
    const bytes = await read();
    if (format.packs === 'rar') return this.#rar(filename, bytes);
    return format.packs === 'tar' ? await this.#tar(filename, bytes, depth) : await this.#gzip(filename, bytes, depth);
  }

  async #zip(file: Packed, entries: ZipEntry[], depth: number): Promise<Kind[]> {
    const { filename } = file;
    if (this.#isBeyond(entries.length)) return [closed(filename, 'zip-unlisted')];
    const found = isWhole(file, entries.length) ? [] : [closed(filename, 'zip-unlisted')];
    if (entries.some(({ method, encrypted }) => !encrypted && !isKnown(method)))
      found.push(closed(filename, 'zip-method'));
    // Nobody takes a file out of a letter by hand: what clamd and the names say of these is enough, and most mail has them.
    const byNames = isOffice(filename);
    const looked = entries.filter((entry) => !entry.encrypted && (!byNames || mayPack(entry)));
    if (looked.length === 0) return found;
    if (this.#isTooMuch(byNames ? 0 : looked.length)) return [...found, closed(filename, 'zip-unlisted')];
    const zip = file.size > LARGEST ? null : await file.read();
    if (zip === null && !byNames) found.push(closed(filename, 'zip'));
    if (zip && namesDiffer(zip, looked)) found.push(closed(filename, 'zip-names'));
    // Archives first: what is left of our limits is for what the rules could not be kept for.
    for (const entry of looked.toSorted((a, b) => Number(packs(b.name)) - Number(packs(a.name)))) {
      const path = within(filename, entry.name, 'zip');
      found.push(...(zip === null ? unseen(path) : await this.#entry(path, zip, entry, depth)));
    }
    return found;
  }

  /** A file in a zip: by what it begins with, and by all of it where that or its name says that there is more in it. */
  async #entry(path: string, zip: Buffer, entry: ZipEntry, depth: number): Promise<Kind[]> {
    await turn();
    const head = beginningOf(zip, entry);
    const format = head === null ? null : archiveFormat(null, head);
    const isMore = mayPack(entry) || format !== null || (head !== null && isOle(head));
    if (!isMore) return head === null ? unread(path, entry) : kindsOf(unnamed(path), traitsIn(head));
    const bytes = depth >= DEEPEST ? null : await this.#unzipped(zip, entry);
    if (bytes) return await this.#file(path, bytes, depth + 1);
    if (format === null) return unseen(path);
    return [closed(path, format.packs === 'closed' ? format.kind : format.packs)];
  }

  async #gzip(filename: string | null, bytes: Buffer, depth: number): Promise<Kind[]> {
    const unpacked = await this.#unpacked((most) => promisify(gunzip)(bytes, { maxOutputLength: most }));
    if (unpacked === null) return [closed(filename, 'gz')];
    const name = (filename ?? '').split('/').at(-1) ?? '';
    const own = gzipName(bytes);
    const inner = await this.#file(
      within(filename, name.replace(/\.tgz$/iu, '.tar').replace(/\.gz$/iu, ''), 'gz'),
      unpacked,
      depth + 1,
    );
    return own === null ? inner : [...inner, ...byKind(within(filename, own, 'gz'), extensionOf(own))];
  }

  async #tar(filename: string | null, bytes: Buffer, depth: number): Promise<Kind[]> {
    const { entries, whole } = tarEntries(bytes);
    if (this.#isBeyond(entries.length)) return [closed(filename, 'tar')];
    const found = whole ? [] : [closed(filename, 'tar')];
    for (const entry of entries)
      found.push(...(await this.#file(within(filename, entry.name, 'tar'), entry.bytes, depth + 1)));
    return found;
  }

  #rar(filename: string | null, bytes: Buffer): Kind[] {
    const { names, encrypted, whole } = rarDirectory(bytes);
    return [
      ...(encrypted ? [{ filename, kind: 'rar', rule: 'encryptedArchive' } as const] : []),
      ...(this.#opensRar && (whole || encrypted) ? [] : [closed(filename, 'rar')]),
      ...names.flatMap((name) => {
        const path = within(filename, name, 'rar');
        return [...byKind(path, extensionOf(name)), ...unseen(path)];
      }),
    ];
  }

  /** What a file in an archive is, and what is in it. */
  async #file(filename: string, bytes: Buffer, depth: number): Promise<Kind[]> {
    // Others wait for this process, whatever is in here.
    await turn();
    if (this.#isBeyond(0)) return [];
    const traits = traitsIn(bytes);
    const file = { filename, contentType: '', traits, size: bytes.length, read: async () => bytes };
    return [...kindsOf(file, traits), ...(await this.inside(file, depth))];
  }

  /** Whether so many more are too many to see how each begins. */
  #isTooMuch(more: number): boolean {
    this.#begun -= more;
    return this.#begun < 0;
  }

  /** Whether so many more are too many; then an archive is kept back for it, and the rest need not be looked at. */
  #isBeyond(more: number): boolean {
    this.#named -= more;
    return this.#named < 0;
  }

  async #unzipped(zip: Buffer, entry: ZipEntry): Promise<Buffer | null> {
    const packed = packedBytes(zip, entry);
    if (packed === null || (entry.method !== METHODS.stored && entry.method !== METHODS.deflated)) return null;
    return await this.#unpacked(async (most) => {
      if (entry.method === METHODS.deflated) return await promisify(inflateRaw)(packed, { maxOutputLength: most });
      return packed.length > most ? null : packed;
    });
  }

  /** Null beyond our limits, and for what cannot be unpacked. */
  async #unpacked(unpack: (most: Bytes) => Promise<Buffer | null>): Promise<Buffer | null> {
    this.#files -= 1;
    if (this.#files < 0 || this.#left <= 0) return null;
    const bytes = await unpack(this.#left).catch(() => null);
    this.#left -= bytes?.length ?? this.#left;
    return bytes;
  }
}

/** Whether a zip lists all that is in it. What stands before one that is no zip from its beginning shifts what it says. */
const isWhole = ({ traits: { head, tail }, size }: Packed, listed: number): boolean =>
  !listsMore(tail, listed) && !(isZip(head) && contradictsItself(tail, { size, listed }));

const closed = (filename: string | null, kind: string): Kind => ({ filename, kind, rule: 'closedArchive' });

/** Nobody can say what it is. A way of packing that clamd does not know either is told of the zip. */
const unread = (path: string, { method }: ZipEntry): Kind[] => (isKnown(method) ? [closed(path, 'zip-unread')] : []);

/** An archive in an archive that was not unpacked. What is no archive is judged by its name alone. */
const unseen = (path: string): Kind[] => (packs(path) ? [closed(path, extensionOf(path))] : []);

const EMPTY = Buffer.alloc(0);
const PACKING = new Set(['zip', 'tar', 'gz', 'tgz', 'rar']);
/** Unpacked in an archive for the macros that may be in them. */
const OFFICE = new Set('doc docx dot dotx xls xlsx xlt xltx ppt pptx pps ppsx pot potx odt ods odp'.split(' '));

/** By its name. */
const packs = (name: string): boolean => PACKING.has(extensionOf(name)) || archiveFormat(name, EMPTY) !== null;
const isOffice = (name: string | null): boolean => OFFICE.has(extensionOf(name ?? ''));
const unnamed = (filename: string) => ({ filename, contentType: '' });
const isLookedInto = (name: string): boolean => packs(name) || isOffice(name);
const mayPack = ({ name, others }: ZipEntry): boolean => [name, ...others].some(isLookedInto);

const isKnown = (method: number): boolean =>
  method === METHODS.stored || method === METHODS.deflated || METHODS.others.has(method);
