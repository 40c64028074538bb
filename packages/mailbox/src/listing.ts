import type { ListedMail } from '@zaakpost/domain';
import { Pop3Error, type Pop3Session } from '@zaakpost/pop3';

/** A mail that lies on the server, by its number in this session. */
export interface Waiting extends ListedMail {
  number: number;
}

/** What lies there, in the server's order. */
export async function listWaiting(session: Pop3Session): Promise<Waiting[]> {
  const sizes = await session.list();
  const uniqueIds = await uniqueIdsOf(session);
  const copies = new Map<string, number>();
  return sizes.map(({ number, bytes: size }) => {
    const uniqueId = uniqueIds.get(number) ?? '';
    return { number, uniqueId, size, copy: nextCopy(copies, `${uniqueId} ${size}`) };
  });
}

function nextCopy(copies: Map<string, number>, key: string): number {
  const copy = (copies.get(key) ?? 0) + 1;
  copies.set(key, copy);
  return copy;
}

/** Tells whether a mail is among those that lie there. Built when it is first asked: most mailboxes remember nothing. */
export function listedAmong(waiting: readonly Waiting[]): (mail: ListedMail) => boolean {
  let keys: Set<string> | undefined;
  return (mail) => {
    keys ??= new Set(waiting.map(keyOf));
    return keys.has(keyOf(mail));
  };
}

const keyOf = ({ uniqueId, size, copy }: ListedMail) => `${uniqueId} ${size} ${copy}`;

// UIDL is optional in RFC 1939; without it a mail is known by its size, its bytes and its session.
async function uniqueIdsOf(session: Pop3Session): Promise<Map<number, string>> {
  try {
    return new Map((await session.uidl()).map(({ number, uniqueId }) => [number, uniqueId]));
  } catch (error) {
    if (error instanceof Pop3Error && error.kind === 'refused') return new Map();
    throw error;
  }
}
