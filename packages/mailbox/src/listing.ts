import type { ListedMail } from '@zaakpost/domain';
import { type ListEntry, Pop3Error, type Pop3Session, type UniqueIdEntry } from '@zaakpost/pop3';
import { TextColumn } from './text-column.ts';

/** A mail that lies on the server, by its number in this session. */
export interface Waiting extends ListedMail {
  number: number;
}

/** Asks what lies there. */
export async function listWaiting(session: Pop3Session): Promise<Listing> {
  const listing = new Listing();
  await session.listEach((entry) => listing.addSize(entry));
  await unlessRefused(session.uidlEach((entry) => listing.addUniqueId(entry)));
  return listing;
}

// UIDL is optional in RFC 1939; without it a mail is known by its size, its bytes and its session.
async function unlessRefused(listed: Promise<void>): Promise<void> {
  try {
    await listed;
  } catch (error) {
    if (!(error instanceof Pop3Error && error.kind === 'refused')) throw error;
  }
}

/**
 * What lies there, in the server's order. It is held in columns, and only the mails that are looked at are put together: the
 * objects for 100,000 mails, made anew in every session, would fill the heap with rubbish.
 */
export class Listing {
  readonly #numbers: number[] = [];
  readonly #sizes: number[] = [];
  readonly #uniqueIds = new TextColumn();
  /** Where the unique-ids stand, by number, when a server does not list them in the order of the sizes. */
  #places: Map<number, number> | undefined;
  #keys: Set<string> | undefined;

  addSize({ number, bytes }: ListEntry): void {
    this.#numbers.push(number);
    this.#sizes.push(bytes);
  }

  /** After all sizes. */
  addUniqueId({ number, uniqueId }: UniqueIdEntry): void {
    const place = this.#uniqueIds.length;
    if (this.#places === undefined && this.#numbers[place] !== number) {
      this.#places = new Map(this.#numbers.slice(0, place).map((one, n) => [one, n]));
    }
    this.#places?.set(number, place);
    this.#uniqueIds.add(uniqueId);
  }

  /** Whether each mail has a unique-id. */
  get hasUniqueIds(): boolean {
    return this.#numbers.every((_, place) => this.#uniqueIdOf(place) !== '');
  }

  /** All of it, so many at a time. */
  *chunks(size: number): Generator<Waiting[]> {
    const copies = new Map<string, number>();
    for (let from = 0; from < this.#numbers.length; from += size) {
      yield this.#numbers.slice(from, from + size).map((number, n) => this.#waiting(number, from + n, copies));
    }
  }

  /** Whether a mail is among those that lie there. */
  readonly has = (mail: ListedMail): boolean => {
    // Made when it is first asked: most mailboxes remember nothing.
    this.#keys ??= new Set(this.#allKeys());
    return this.#keys.has(keyOf(mail));
  };

  *#allKeys(): Generator<string> {
    for (const chunk of this.chunks(1_000)) for (const mail of chunk) yield keyOf(mail);
  }

  #waiting(number: number, place: number, copies: Map<string, number>): Waiting {
    const uniqueId = this.#uniqueIdOf(place);
    const size = this.#sizes[place] ?? 0;
    return { number, uniqueId, size, copy: nextCopy(copies, `${uniqueId} ${size}`) };
  }

  #uniqueIdOf(place: number): string {
    if (this.#places === undefined) return this.#uniqueIds.at(place);
    return this.#uniqueIds.at(this.#places.get(this.#numbers[place] ?? 0) ?? -1);
  }
}

const keyOf = ({ uniqueId, size, copy }: ListedMail) => `${uniqueId} ${size} ${copy}`;

function nextCopy(copies: Map<string, number>, key: string): number {
  const copy = (copies.get(key) ?? 0) + 1;
  copies.set(key, copy);
  return copy;
}
