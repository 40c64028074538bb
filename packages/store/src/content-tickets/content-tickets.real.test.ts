import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { contentTickets } from './content-tickets.ts';

const file = () => ({
  blob: someBlob(),
  filename: 'kaart.pdf',
  contentType: 'application/pdf',
  mail: null,
  mayShow: true,
});

describe('a ticket for the bytes of a file', () => {
  it('is good for one use, of that file, also when many come at once', () =>
    withMigratedDatabase(async (database) => {
      const tickets = contentTickets(database);
      const [one, other] = [file(), file()];
      const [ticket] = [await tickets.issue(one), await tickets.issue(other)];

      const redeemed = await Promise.all(Array.from({ length: 6 }, () => tickets.redeem(ticket)));

      expect(redeemed.filter((content) => content !== null)).toEqual([one]);
      expect(await tickets.redeem(ticket)).toBeNull();
    }));

  it('is refused when a character of it is another', () =>
    withMigratedDatabase(async (database) => {
      const tickets = contentTickets(database);
      const ticket = await tickets.issue(file());

      const altered = `${ticket.startsWith('A') ? 'B' : 'A'}${ticket.slice(1)}`;

      expect(await tickets.redeem(altered)).toBeNull();
      expect(await tickets.redeem(ticket)).not.toBeNull();
    }));

  it('is refused when its time is over, and goes when the next is given', () =>
    withMigratedDatabase(async (database) => {
      const [over, left] = [await contentTickets(database, -1).issue(file()), contentTickets(database, -1)];
      expect(await left.redeem(over)).toBeNull();
      await left.issue(file());

      await left.issue(file());

      expect(await database.ask((m) => m.query('select count(*)::int from content_ticket'))).toEqual([{ count: 1 }]);
    }));

  it('is refused when the mail has changed since, and also then works no second time', () =>
    withMigratedDatabase(async (database) => {
      const tickets = contentTickets(database);
      const mail = { id: randomUUID(), version: 1 };
      await database.ask((db) =>
        db.query(
          `insert into inbound_message (id, raw_sha256, raw_size, source, state) values ($1, $2, 1, '{"kind":"import","path":"x"}', 'scanned')`,
          [mail.id, someBlob().sha256],
        ),
      );
      const [asItIs, before] = [await tickets.issue({ ...file(), mail }), await tickets.issue({ ...file(), mail })];
      const change = (version: number) =>
        database.ask((db) => db.query('update inbound_message set version = $1', [version]));

      const redeemed = await tickets.redeem(asItIs);
      await change(2);
      const refused = await tickets.redeem(before);
      await change(1);

      expect([redeemed?.mail, refused, await tickets.redeem(before)]).toEqual([mail, null, null]);
    }));

  it('is not stored itself', () =>
    withMigratedDatabase(async (database) => {
      const ticket = await contentTickets(database).issue(file());

      expect(JSON.stringify(await database.ask((m) => m.query('select * from content_ticket')))).not.toContain(ticket);
    }));
});
