import { megabytes, type Pop3MailboxSettings } from '@zaakpost/domain';
import { Pop3Error, type Pop3Session } from '@zaakpost/pop3';

/** A mail that lies on the server. */
export interface Waiting {
  number: number;
  uniqueId: string;
  size: number;
}

/** What lies there: what may be fetched, in the server's order, and what is too large for us. */
export async function listWaiting(
  session: Pop3Session,
  settings: Pop3MailboxSettings,
): Promise<{ fetchable: Waiting[]; tooLarge: Waiting[] }> {
  const sizes = await session.list();
  const uniqueIds = await uniqueIdsOf(session);
  const waiting = sizes.map(({ number, bytes }) => ({ number, size: bytes, uniqueId: uniqueIds.get(number) ?? '' }));
  const fits = ({ size }: Waiting) => size <= megabytes(settings.maximumSizeMb);
  return { fetchable: waiting.filter(fits), tooLarge: waiting.filter((mail) => !fits(mail)) };
}

// UIDL is optional in RFC 1939; without it a mail is known by its hash and session alone.
async function uniqueIdsOf(session: Pop3Session): Promise<Map<number, string>> {
  try {
    return new Map((await session.uidl()).map(({ number, uniqueId }) => [number, uniqueId]));
  } catch (error) {
    if (error instanceof Pop3Error && error.kind === 'refused') return new Map();
    throw error;
  }
}
