import { randomUUID } from 'node:crypto';
import { type FetchedMail, type ListedMail, minutes, type Tx } from '@zaakpost/domain';
import { describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { inboundMessageStore } from '../inbound-messages/inbound-messages.ts';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { serverMessageStore } from './server-messages.ts';

const listed = (uniqueId: string, more: Partial<ListedMail> = {}): ListedMail => ({
  ...{ uniqueId, size: 10, copy: 1, ...more },
});

/** A mailbox as sessions see it, each call a transaction as in the stage. */
function mailbox(database: Database, mailboxId = randomUUID()) {
  const store = serverMessageStore(database);
  const within = <T>(record: (tx: Tx) => Promise<T>) => database.transaction(record);
  const session = { mailboxId, sessionId: randomUUID(), deliveredTo: 'info@example.com' };
  return {
    store,
    mailboxId,
    /** A session in which exactly these are listed; gives the ids of the new messages. */
    async session(...mails: FetchedMail[]): Promise<string[]> {
      await within((tx) => store.vanished(tx, mailboxId, (one) => mails.some((mail) => isSame(mail, one))));
      await within((tx) => store.seen(tx, mailboxId, mails));
      return within((tx) => store.stored(tx, { ...session, sessionId: randomUUID() }, mails));
    },
    seen: (...mails: ListedMail[]) => within((tx) => store.seen(tx, mailboxId, mails)),
    stored: (...mails: FetchedMail[]) => within((tx) => store.stored(tx, session, mails)),
    deleted: (...mails: ListedMail[]) => within((tx) => store.deleted(tx, mailboxId, mails)),
    tooLarge: (...mails: ListedMail[]) => within((tx) => store.tooLarge(tx, session, mails)),
    refused: (...mails: ListedMail[]) => within((tx) => store.refused(tx, mailboxId, mails)),
    gone: () => within((tx) => store.vanished(tx, mailboxId, () => false)),
    accounted: () => within((tx) => store.accounted(tx, mailboxId)),
    rows: () =>
      database.ask((m) =>
        m.query(
          `select unique_id as "uniqueId", stored_at is not null as stored, gone_at is not null as gone,
                  inbound_message_id as "inboundId" from server_message where mailbox_id = $1 order by id`,
          [mailboxId],
        ),
      ),
  };
}

const isSame = (a: ListedMail, b: ListedMail) => a.uniqueId === b.uniqueId && a.size === b.size && a.copy === b.copy;

const mail = (uniqueId: string, raw = someBlob(), more: Partial<ListedMail> = {}): FetchedMail => ({
  ...listed(uniqueId, more),
  raw,
});

const messages = (database: Database) =>
  database.ask((m) =>
    m.query('select id, state, reason, raw_sha256 as sha256 from inbound_message order by received_at'),
  );

describe('a mail on a server', () => {
  it('is remembered from when it is first listed until it has gone', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const one = mail('a');
      const ask = () => box.store.remembered(box.mailboxId, [listed('b'), one]);

      await box.seen(one);
      await box.seen(one);
      expect(await ask()).toEqual([null, { inboundMessageId: null, storedFor: null, refused: false }]);
      await box.refused(one);
      expect(await ask()).toMatchObject([null, { refused: true }]);
      const [id] = await box.stored(one);
      expect(await ask()).toEqual([null, { inboundMessageId: id, storedFor: expect.any(Number), refused: false }]);
      await box.deleted(one);
      expect(await ask()).toEqual([null, null]);

      expect(await box.rows()).toEqual([{ uniqueId: 'a', stored: true, gone: true, inboundId: id }]);
    }));

  it('becomes an inbound message on record', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const one = mail('a');

      const [id] = await box.session(one);

      expect(await inboundMessageStore(database).load(String(id))).toMatchObject({
        ...{ raw: one.raw, state: 'received', deliveredTo: 'info@example.com' },
        source: { kind: 'pop3', mailboxId: box.mailboxId, uniqueId: 'a' },
      });
    }));

  it('that comes back because QUIT was not confirmed gets no second message', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const one = mail('a');
      const [id] = await box.session(one);

      expect(await box.session(one)).toEqual([]);

      expect(await box.rows()).toEqual([{ uniqueId: 'a', stored: true, gone: false, inboundId: id }]);
    }));

  it('that comes back under another unique-id, or none, is the same mail and counted once', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const raw = someBlob();
      const [id] = await box.session(mail('a', raw));

      expect(await box.session(mail('changed', raw))).toEqual([]);
      expect(await box.session(mail('', raw))).toEqual([]);

      expect(await messages(database)).toHaveLength(1);
      expect(await box.rows()).toEqual([{ uniqueId: '', stored: true, gone: false, inboundId: id }]);
    }));

  it('is a new one when the server gives its unique-id to other bytes, and the first is told apart when it comes back', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const raw = someBlob();
      const [first] = await box.session(mail('a', raw));

      const second = await box.session(mail('a'));
      const again = await box.session(mail('a'), mail('b', raw));

      expect(second).toHaveLength(1);
      expect(again).toHaveLength(1);
      expect(await messages(database)).toHaveLength(3);
      expect(await box.rows()).toContainEqual({ uniqueId: 'b', stored: true, gone: false, inboundId: first });
    }));

  it('is a new delivery after a confirmed QUIT, and in another mailbox', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const one = mail('a');
      await box.session(one);
      await box.deleted(one);

      expect(await box.session(one)).toHaveLength(1);
      expect(await mailbox(database).session(one)).toHaveLength(1);
    }));

  it('that lies there twice with equal bytes is two, whether their unique-ids differ, are equal or are missing', () =>
    withMigratedDatabase(async (database) => {
      const raw = someBlob();
      for (const [a, b] of [
        [mail('a', raw), mail('b', raw)],
        [mail('a', raw), mail('a', raw, { copy: 2 })],
        [mail('', raw), mail('', raw, { copy: 2 })],
      ] as const) {
        const box = mailbox(database);

        expect(await box.session(a)).toHaveLength(1);
        expect(await box.session(a, b)).toHaveLength(1);
        expect(await box.session(a, b)).toEqual([]);
      }
    }));

  it('whose equal is still on the server is no mail that came back', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const raw = someBlob();
      const left = mail('left', raw);
      await box.session(left);

      expect(await box.session(left, mail('second', raw))).toHaveLength(1);
    }));

  it('that vanished after a lost QUIT is a new delivery once everything that is listed was on record', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const one = mail('a');
      await box.session(one);
      await box.gone();
      await box.accounted();

      expect(await box.session(one)).toHaveLength(1);
    }));

  it('that is too large is noted once, told gone when it is, and each of two alike has its own note', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const large = [listed('', { size: 90_000_000 }), listed('', { size: 90_000_000, copy: 2 })];
      await box.seen(...large);

      await box.tooLarge(...large);
      await box.tooLarge(...large);
      expect(await messages(database)).toMatchObject([{ state: 'leftOnServer' }, { state: 'leftOnServer' }]);
      await box.gone();

      const ended = { state: 'discarded', reason: 'goneFromServer' };
      expect(await messages(database)).toMatchObject([ended, ended]);
    }));

  it('that was too large and is fetched when the limit is raised goes on under the same record', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const one = mail('a');
      await box.seen(one);
      await box.tooLarge(one);
      const [noted] = await messages(database);

      expect(await box.session(one)).toEqual([noted?.id]);

      expect(await inboundMessageStore(database).load(noted?.id)).toMatchObject({ state: 'received', raw: one.raw });
    }));

  it('of a size that no column holds is noted all the same', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const endless = listed('a', { size: 999_999_999_999_999 });
      await box.seen(endless);

      await box.tooLarge(endless);

      expect(await messages(database)).toMatchObject([{ state: 'leftOnServer' }]);
    }));

  it('vanishes among thousands, and only when it is listed no more', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const all = Array.from({ length: 4_500 }, (_, n) => listed(`uid-${n}`));
      await box.seen(...all);

      await database.transaction((tx) =>
        box.store.vanished(tx, box.mailboxId, ({ uniqueId }) => uniqueId !== 'uid-2001'),
      );

      const rows: { uniqueId: string; gone: boolean }[] = await box.rows();
      expect(rows.filter(({ gone }) => gone).map(({ uniqueId }) => uniqueId)).toEqual(['uid-2001']);
    }));

  it('is forgotten long after it has gone, some at a time, and never while it may return', () =>
    withMigratedDatabase(async (database) => {
      const box = mailbox(database);
      const [gone, gone2, vanished, lying] = [mail('a'), mail('b'), mail('c'), mail('d')];
      await box.session(gone, gone2, vanished, lying);
      await box.deleted(gone, gone2);
      await database.transaction((tx) => box.store.vanished(tx, box.mailboxId, ({ uniqueId }) => uniqueId !== 'c'));
      await database.ask((m) => m.query(`update server_message set gone_at = gone_at - interval '2 hours'`));

      expect(await box.store.prune(minutes(180), 10)).toBe(0);
      expect(await box.store.prune(minutes(60), 1)).toBe(1);
      expect(await box.store.prune(minutes(60), 10)).toBe(1);

      const left: { uniqueId: string }[] = await box.rows();
      expect(left.map(({ uniqueId }) => uniqueId)).toEqual(['c', 'd']);
    }));
});
