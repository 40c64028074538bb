import type { ListedMail } from '@zaakpost/domain';
import { type ListEntry, Pop3Error, type Pop3Session, type UniqueIdEntry } from '@zaakpost/pop3';

/** A mail that lies on the server, by its number in this session. */
export interface Waiting extends ListedMail {
  number: number;
}

/** Asks what lies there. */
export async function listWaiting(session: Pop3Session): Promise<Listing> {
  const sizes = await session.list();
  return new Listing(sizes, await uniqueIdsOf(session));
}

/** What lies there, in the server's order. Of 100,000 mails only those that are looked at are put together. */
export class Listing {
  readonly #sizes: readonly ListEntry[];
  readonly #uniqueIdAt: (place: number) => string;
  #keys: Set<string> | undefined;

  constructor(sizes: readonly ListEntry[], uniqueIds: readonly UniqueIdEntry[]) {
    this.#sizes = sizes;
    this.#uniqueIdAt = uniqueIdsInOrder(sizes, uniqueIds);
  }

  /** Whether each mail has a unique-id. */
  get hasUniqueIds(): boolean {
    return this.#sizes.every((_, place) => this.#uniqueIdAt(place) !== '');
  }

  /** All of it, so many at a time. */
  *chunks(size: number): Generator<Waiting[]> {
    const copies = new Map<string, number>();
    for (let from = 0; from < this.#sizes.length; from += size) {
      yield this.#sizes.slice(from, from + size).map(({ number, bytes }, n) => {
        const uniqueId = this.#uniqueIdAt(from + n);
        return { number, uniqueId, size: bytes, copy: nextCopy(copies, `${uniqueId} ${bytes}`) };
      });
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
}

const keyOf = ({ uniqueId, size, copy }: ListedMail) => `${uniqueId} ${size} ${copy}`;

function nextCopy(copies: Map<string, number>, key: string): number {
  const copy = (copies.get(key) ?? 0) + 1;
  copies.set(key, copy);
  return copy;
}

/** Servers list both in one order; where one does not, they are brought together by number. */
function uniqueIdsInOrder(sizes: readonly ListEntry[], uniqueIds: readonly UniqueIdEntry[]): (place: number) => string {
  if (sizes.every(({ number }, place) => uniqueIds[place]?.number === number)) {
    return (place) => uniqueIds[place]?.uniqueId ?? '';
  }
  const byNumber = new Map(uniqueIds.map(({ number, uniqueId }) => [number, uniqueId]));
  return (place) => byNumber.get(sizes[place]?.number ?? 0) ?? '';
}

// UIDL is optional in RFC 1939; without it a mail is known by its size, its bytes and its session.
async function uniqueIdsOf(session: Pop3Session): Promise<UniqueIdEntry[]> {
  try {
    return await session.uidl();
  } catch (error) {
    if (error instanceof Pop3Error && error.kind === 'refused') return [];
    throw error;
  }
}
