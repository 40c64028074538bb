import { randomUUID } from 'node:crypto';
import type { ArrivedMail, BlobRef } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { arrivalStore } from './arrivals.ts';

const arrival = (raw: BlobRef, more: Partial<ArrivedMail> = {}, envelopeFrom = 'jan@example.nl'): ArrivedMail => ({
  id: randomUUID(),
  raw,
  source: {
    envelopeFrom,
    recipient: 'loket@zp.test',
    peer: '192.0.2.1',
    helo: 'mx\0.example.nl',
    tls: null,
    trusted: false,
  },
  deliveredTo: 'loket@gemeente.nl',
  transactionId: randomUUID(),
  ...more,
});

const arrive = (database: Database, ...mails: ArrivedMail[]) =>
  database.transaction((tx) => arrivalStore(database).arrived(tx, mails));

const rowsOf = (database: Database): Promise<Record<string, unknown>[]> =>
  database.ask((m) => m.query('select * from inbound_message order by received_at, duplicate_of nulls first'));

describe('a mail that an SMTP client sent', () => {
  it('is on record with all that is known of the client', () =>
    withMigratedDatabase(async (database) => {
      const mail = arrival(someBlob());

      expect(await arrive(database, mail)).toEqual([mail.id]);

      const [row] = await rowsOf(database);
      expect(row).toMatchObject({
        ...{ id: mail.id, raw_sha256: mail.raw.sha256, raw_size: 10, state: 'received', settled_at: null },
        ...{ delivered_to: 'loket@gemeente.nl', session_id: mail.transactionId, duplicate_of: null },
        source: { kind: 'smtp', ...mail.source, helo: 'mx.example.nl' },
      });
    }));

  it('is a duplicate while nobody showed to have seen our answer to the first, however often it comes', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      const [first, second, third] = [arrival(raw), arrival(raw), arrival(raw)];
      await arrive(database, first);

      expect(await arrive(database, second)).toEqual([]);
      expect(await arrive(database, third)).toEqual([]);

      const rows = await rowsOf(database);
      expect(rows).toHaveLength(3);
      expect(rows).toContainEqual(expect.objectContaining({ id: first.id, state: 'received', came_back: 2 }));
      for (const again of [second, third]) {
        expect(rows).toContainEqual(
          expect.objectContaining({
            id: again.id,
            state: 'duplicate',
            duplicate_of: first.id,
            settled_at: expect.any(Date),
          }),
        );
      }
    }));

  it('is a new delivery once the client went on after the answer, to the first or to a resend of it', () =>
    withMigratedDatabase(async (database) => {
      const [once, twice] = [someBlob(), someBlob()];
      const [seen, unseen, resent] = [arrival(once), arrival(twice), arrival(twice)];
      await arrive(database, seen, unseen);
      await arrive(database, resent);

      await arrivalStore(database).confirmed([seen.transactionId, resent.transactionId]);

      const again = [arrival(once), arrival(twice)];
      expect(await arrive(database, ...again)).toEqual(again.map(({ id }) => id));
    }));

  it('is another one for another address, from another sender, or with other bytes', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      const others = [
        arrival(raw, { deliveredTo: 'bezwaar@gemeente.nl' }),
        arrival(raw, {}, 'piet@example.nl'),
        arrival(raw, {}, ''),
        arrival(someBlob()),
      ];

      await arrive(database, arrival(raw));

      expect(await arrive(database, ...others)).toEqual(others.map(({ id }) => id));
    }));

  it('is one of two that are committed in one go', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      const [first, second] = [arrival(raw), arrival(raw)];

      expect(await arrive(database, first, second)).toEqual([first.id]);

      expect((await rowsOf(database)).map((row) => row.duplicate_of)).toEqual([null, first.id]);
    }));

  it('has one effect when it comes on many connections at the same moment', () =>
    withMigratedDatabase(async (database) => {
      const raws = [someBlob(), someBlob()];
      const mails = Array.from({ length: 8 }, (_, n) => raws.map((_, i) => arrival(raws[(i + n) % 2] ?? someBlob())));

      const fresh = await Promise.all(mails.map((pair) => arrive(database, ...pair)));

      expect(fresh.flat()).toHaveLength(2);
      expect(await rowsOf(database)).toHaveLength(16);
    }));

  it('costs few of the locks that all of PostgreSQL shares, however many come in one go', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      const many = Array.from({ length: 1_000 }, (_, n) => arrival(raw, { deliveredTo: `loket-${n}@gemeente.nl` }));

      const [held] = await database.transaction(async (tx) => {
        await arrivalStore(database).arrived(tx, many);
        return database.ask((m) => m.query(`select count(*)::int as locks from pg_locks where locktype = 'advisory'`));
      });

      expect(held.locks).toBeGreaterThan(0);
      expect(held.locks).toBeLessThanOrEqual(256);
    }));

  it.each(['deleted', 'discarded'])('is not compared with one that was %s', (state) =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      await arrive(database, arrival(raw));
      await database.ask((m) => m.query('update inbound_message set state = $1, settled_at = now()', [state]));
      const [again, third] = [arrival(raw), arrival(raw)];

      expect(await arrive(database, again)).toEqual([again.id]);
      expect(await arrive(database, third)).toEqual([]);
      expect((await rowsOf(database)).at(-1)).toMatchObject({ id: third.id, duplicate_of: again.id });
    }),
  );

  it('is not compared with what came more than a week ago', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      await arrive(database, arrival(raw));
      await database.ask((m) => m.query(`update inbound_message set received_at = received_at - interval '8 days'`));
      const later = arrival(raw);

      expect(await arrive(database, later)).toEqual([later.id]);
    }));
});
