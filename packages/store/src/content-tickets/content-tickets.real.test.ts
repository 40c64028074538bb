import { describe, expect, it } from 'vitest';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { contentTickets } from './content-tickets.ts';

const file = () => ({ blob: someBlob(), filename: 'kaart.pdf', contentType: 'application/pdf', mayShow: true });

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

  it('is not stored itself', () =>
    withMigratedDatabase(async (database) => {
      const ticket = await contentTickets(database).issue(file());

      expect(JSON.stringify(await database.ask((m) => m.query('select * from content_ticket')))).not.toContain(ticket);
    }));
});
