import { createHash, randomBytes } from 'node:crypto';
import { type Milliseconds, seconds } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import type { Content } from '../views/content-of.ts';

/** A file that somebody may fetch, and whether a browser may show it or has to save it. */
export interface TicketedContent extends Content {
  mayShow: boolean;
}

/**
 * Leave to fetch the bytes of one file without a session: whoever was let in gets a ticket, and the ticket is all that is
 * shown where the bytes are. It is random, only its SHA-256 is stored, and it is good for one use within its lifetime, by
 * the database's clock, and only while the mail is as it was then: whoever has lost the right to see it, by a scan, a
 * decision or another case, has to ask again.
 */
export interface ContentTickets {
  issue(content: TicketedContent): Promise<string>;
  /** Null when there is no such ticket, when it was used, when its time is over, and when its mail has changed since. */
  redeem(ticket: string): Promise<TicketedContent | null>;
}

/** A browser follows at once. */
export const TICKET_LIFETIME: Milliseconds = seconds(60);

export function contentTickets(database: Database, lifetime: Milliseconds = TICKET_LIFETIME): ContentTickets {
  return {
    async issue({ blob, filename, contentType, mail, mayShow }) {
      const ticket = randomBytes(32).toString('base64url');
      await database.ask((db) =>
        db.query(
          `with over as (delete from content_ticket where expires_at < now())
           insert into content_ticket (ticket_sha256, content, expires_at)
           values ($1, $2, now() + $3::float8 * interval '1 ms')`,
          [sha256(ticket), JSON.stringify({ blob, filename, contentType, mail, mayShow }), lifetime],
        ),
      );
      return ticket;
    },

    async redeem(ticket) {
      const [found] = await database.ask((db) =>
        db.query(
          `with used as (delete from content_ticket where ticket_sha256 = $1 returning content, expires_at)
           select content from used
            where expires_at > now()
              and (content ->> 'mail' is null
                or exists (select from inbound_message m
                            where m.id = (content -> 'mail' ->> 'id')::uuid
                              and m.version = (content -> 'mail' ->> 'version')::int))`,
          [sha256(ticket)],
        ),
      );
      return found?.content ?? null;
    },
  };
}

const sha256 = (ticket: string) => createHash('sha256').update(ticket).digest('hex');
