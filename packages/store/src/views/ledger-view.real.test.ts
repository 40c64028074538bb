import { randomUUID } from 'node:crypto';
import type { InboundSource, InboundState, ReceivedMail } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { arrivalStore } from '../inbound-messages/arrivals.ts';
import { inboundMessageStore } from '../inbound-messages/inbound-messages.ts';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { serverMessageStore } from '../server-messages/server-messages.ts';
import { ledgerView } from './ledger-view.ts';

const MAILBOX = '00000000-0000-0000-0000-00000000000a';

async function someMailbox({ ask }: Database, id = MAILBOX): Promise<void> {
  await ask((m) =>
    m.query(`insert into integration_profile (id, type, name, settings) values ($1, 'pop3Mailbox', 'Algemeen', '{}')`, [
      id,
    ]),
  );
}

interface Came {
  at: string;
  state?: InboundState;
  source?: InboundSource;
  deliveredTo?: string;
}

const byPop3 = (): InboundSource => ({ kind: 'pop3', mailboxId: MAILBOX, uniqueId: randomUUID() });

async function came(database: Database, { at, state = 'received', source = byPop3(), deliveredTo }: Came) {
  const mail: ReceivedMail = {
    ...{ id: randomUUID(), raw: someBlob(), source, deliveredTo: deliveredTo ?? null, sessionId: 'first' },
  };
  await database.transaction(async (tx) => {
    await inboundMessageStore(database).received(tx, [mail]);
    await inboundMessageStore(database).settled(tx, mail.id, state);
  });
  await database.ask((m) => m.query('update inbound_message set received_at = $2 where id = $1', [mail.id, at]));
  return mail;
}

/** Lets all mail have come at a moment, whatever the clock of the database says. */
async function cameOn({ ask }: Database, at: string): Promise<void> {
  await ask((m) => m.query('update server_message set first_seen_at = $1', [at]));
  await ask((m) => m.query('update inbound_message set received_at = $1', [at]));
}

const read = (database: Database, source: string | null = null, from = '2026-10-24', to = '2026-10-26') =>
  ledgerView(database).read({ from, to, source });

describe('the ledger', () => {
  it('counts what came in on a day by where it is now', () =>
    withMigratedDatabase(async (database) => {
      await someMailbox(database);
      const at = '2026-10-24T10:00:00Z';
      for (const state of ['onCase', 'onCase', 'bounceRecorded', 'unmatched', 'scanned'] as const) {
        await came(database, { at, state });
      }
      await came(database, { at, state: 'leftOnServer' });

      const [book] = await read(database);

      expect(book).toEqual({
        source: { key: MAILBOX, kind: 'pop3', name: 'Algemeen' },
        days: [
          expect.objectContaining({
            ...{ day: '2026-10-24', stored: 5, finished: 3, ends: { onCase: 2, bounceRecorded: 1 } },
            ...{ waiting: { unmatched: 1, scanned: 1, leftOnServer: 1 }, leftOnServer: 1, overdue: 2, cameBack: 0 },
          }),
        ],
      });
    }));

  it('lets a day begin at midnight in Amsterdam, also when the clock changes', () =>
    withMigratedDatabase(async (database) => {
      await someMailbox(database);
      for (const at of ['2026-10-23T22:00:00Z', '2026-10-24T21:59:59Z']) await came(database, { at });
      for (const at of ['2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z']) await came(database, { at });
      for (const at of ['2026-10-25T23:00:00Z', '2026-10-26T22:59:59Z']) await came(database, { at });
      for (const at of ['2026-10-23T21:59:59Z', '2026-10-26T23:00:00Z']) await came(database, { at });

      const [book] = await read(database);

      expect(book?.days.map(({ day, stored }) => [day, stored])).toEqual([
        ['2026-10-26', 2],
        ['2026-10-25', 2],
        ['2026-10-24', 2],
      ]);
    }));

  it('has a book for each mailbox, also without mail, for each address of ours, and for imports', () =>
    withMigratedDatabase(async (database) => {
      await someMailbox(database);
      const at = '2026-10-25T10:00:00Z';
      const smtp = { kind: 'smtp', envelopeFrom: 'a@b.nl', recipient: 'Info@Gemeente.example', peer: '::1' } as const;
      await came(database, { at, source: smtp, deliveredTo: 'info@gemeente.example' });
      await came(database, { at, source: smtp });
      await came(database, { at, source: { kind: 'import', path: 'een.eml' } });

      const books = await read(database);

      expect(books.map(({ source, days }) => [source.kind, source.name, days[0]?.stored ?? null])).toEqual([
        ['pop3', 'Algemeen', null],
        ['smtp', 'info@gemeente.example', 2],
        ['import', '', 1],
      ]);
      expect((await read(database, 'import')).map(({ source }) => source.key)).toEqual(['import']);
      expect((await read(database, MAILBOX)).map(({ source }) => source.key)).toEqual([MAILBOX]);
    }));

  it('counts what was seen on the server, what it refused, what is missing, and each time that a mail came back', () =>
    withMigratedDatabase(async (database) => {
      await someMailbox(database);
      const store = serverMessageStore(database);
      const listed = (uniqueId: string) => ({ uniqueId, size: 10, copy: 1 });
      const session = () => ({ mailboxId: MAILBOX, sessionId: randomUUID(), deliveredTo: null });
      const fetched = { ...listed('a'), raw: someBlob() };
      await database.transaction(async (tx) => {
        await store.seen(tx, MAILBOX, ['a', 'refused', 'waits', 'vanishes', 'large'].map(listed));
        await store.refused(tx, MAILBOX, [listed('refused')]);
        await store.tooLarge(tx, session(), [listed('large')]);
        await store.vanished(tx, MAILBOX, ({ uniqueId }) => uniqueId !== 'vanishes');
      });
      for (const _ of ['first', 'second', 'third']) {
        await database.transaction((tx) => store.stored(tx, session(), [fetched]));
      }
      const day = '2026-10-25';
      await cameOn(database, `${day}T10:00:00Z`);

      const [book] = await read(database, MAILBOX, day, day);
      const missing = await ledgerView(database).notStored({
        ...{ from: day, to: day, source: MAILBOX, refused: false, limit: 1 },
      });

      expect(book?.days).toEqual([
        expect.objectContaining({
          ...{ day, seen: 5, stored: 1, refusedByServer: 1, notStored: 2, leftOnServer: 1, cameBack: 2 },
        }),
      ]);
      expect(missing).toMatchObject({ items: [{ mailbox: 'Algemeen', uniqueId: 'waits', goneAt: null }], more: true });
    }));

  it('counts what an SMTP client sent again as come back, beside the row of each time', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      const sent = () => ({
        ...{ id: randomUUID(), raw, deliveredTo: 'info@gemeente.example', transactionId: randomUUID() },
        source: { envelopeFrom: 'a@b.nl', recipient: 'info@gemeente.example', peer: '::1' },
      });
      for (const _ of ['first', 'second', 'third']) {
        await database.transaction((tx) => arrivalStore(database).arrived(tx, [sent()]));
      }
      await cameOn(database, '2026-10-25T10:00:00Z');

      const [book] = await read(database);

      expect(book?.days).toEqual([
        expect.objectContaining({ stored: 3, ends: { duplicate: 2 }, waiting: { received: 1 }, cameBack: 2 }),
      ]);
    }));

  it('calls overdue what waits for over a day, and nothing that is at its end', () =>
    withMigratedDatabase(async (database) => {
      await someMailbox(database);
      const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
      await came(database, { at: ago(25), state: 'quarantined' });
      await came(database, { at: ago(25), state: 'onCase' });
      await came(database, { at: ago(23), state: 'quarantined' });

      const [book] = await read(database, null, ago(72).slice(0, 10), ago(-48).slice(0, 10));

      expect(book?.days.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(1);
    }));
});
