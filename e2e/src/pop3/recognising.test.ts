import { expect, test } from 'vitest';
import type { Faults } from './faulty-pop3.ts';
import { mail, play, seen, textsOf } from './play.ts';

test.each(['dropsAndKeeps', 'dropsAndDeletes'] as const)(
  'a connection that goes between DELE and the answer to QUIT (%s) brings no mail twice, and loses none',
  (quit) =>
    play(async (it) => {
      const { server, room, mailboxId } = it;
      server.mails = [mail('a'), mail('b')];
      server.faults = { quit };
      await room.fetchOnce(mailboxId);
      server.faults = {};
      server.mails.push(mail('c'));

      await room.fetchAll(mailboxId);

      expect(await textsOf(it)).toEqual(['a', 'b', 'c']);
      expect(server.mails).toEqual([]);
      expect(await seen(it)).toEqual({ seen: 3, stored: 3, gone: 3 });
    }),
);

test('mail whose QUIT was carried out but never answered is a new delivery when the same bytes come days later', () =>
  play(async (it) => {
    const { server, room, mailboxId } = it;
    server.mails = [mail('a')];
    server.faults = { quit: 'dropsAndDeletes' };
    await room.fetchOnce(mailboxId);
    server.faults = {};
    await room.fetchAll(mailboxId);
    server.mails = [mail('b', 'a')];

    await room.fetchAll(mailboxId);

    expect(await textsOf(it)).toEqual(['a', 'a']);
  }));

test('unique-ids that change from session to session, or are missing, make no mail two', () =>
  play(async (it) => {
    const { server, room, mailboxId } = it;
    const texts = ['one', 'three', 'eleven'];
    for (const [n, faults] of ([{}, {}, { withoutUniqueIds: true }, {}] as Faults[]).entries()) {
      server.mails = texts.map((text) => mail(`${n}-${text}`, text));
      server.faults = { ...faults, quit: 'dropsAndKeeps' };
      await room.fetchOnce(mailboxId);
    }
    server.faults = {};

    await room.fetchAll(mailboxId);

    expect(await textsOf(it)).toEqual(texts.toSorted());
    expect(await seen(it)).toEqual({ seen: 3, stored: 3, gone: 3 });
  }));

test('a unique-id that is used again for other bytes hides no mail', () =>
  play(async (it) => {
    const { server, room, mailboxId } = it;
    for (const text of ['first', 'again', 'third']) {
      server.mails = [mail('1', text)];
      await room.fetchAll(mailboxId);
    }

    expect(await textsOf(it)).toEqual(['again', 'first', 'third']);
  }));

test.each([
  ['unique-ids of their own', ['a', 'b'], {}],
  ['one unique-id', ['a', 'a'], {}],
  ['no unique-id', ['a', 'b'], { withoutUniqueIds: true }],
] as const)('the same bytes delivered twice are two mails, with %s, even when the session breaks', (_, ids, faults) =>
  play(async (it) => {
    const { server, room, mailboxId } = it;
    server.mails = ids.map((id) => mail(id, 'twice'));
    server.faults = { ...faults, quit: 'dropsAndKeeps' };
    await room.fetchOnce(mailboxId);
    server.faults = faults;

    await room.fetchAll(mailboxId);

    expect(await textsOf(it)).toEqual(['twice', 'twice']);
    expect(await seen(it)).toEqual({ seen: 2, stored: 2, gone: 2 });
  }),
);

test('an equal Message-ID, or none, drops no mail', () =>
  play(async (it) => {
    const { server, room, mailboxId } = it;
    const bare = (text: string) => ({ uniqueId: text, raw: Buffer.from(`Subject: x\r\n\r\n${text}\r\n`) });
    server.mails = [mail('a'), mail('b'), bare('c'), bare('d')];

    await room.fetchAll(mailboxId);

    expect(await textsOf(it)).toEqual(['a', 'b', 'c', 'd']);
  }));

test('mail that is left on the server is fetched once, and deleted when its time is over and its bytes were read again', () =>
  play(
    async (it) => {
      const { server, room, mailboxId } = it;
      server.mails = [mail('a'), mail('b')];
      await room.fetchAll(mailboxId);
      server.mails.push(mail('c'));
      server.heard.length = 0;
      await room.fetchAll(mailboxId);
      expect(server.heard.filter((line) => line.startsWith('RETR'))).toEqual(['RETR 3']);
      expect(server.mails).toHaveLength(3);
      await room.database.ask((m) =>
        m.query(`update server_message set stored_at = now() - interval '8 days' where unique_id in ('a', 'b')`),
      );
      // The server gives the unique-id of one to another mail of the same size meanwhile.
      server.mails[1] = mail('b', 'B');

      await room.fetchAll(mailboxId);

      expect(server.mails.map(({ uniqueId }) => uniqueId)).toEqual(['c']);
      expect(await textsOf(it)).toEqual(['B', 'a', 'b', 'c']);
    },
    { afterFetch: 'leave', deleteAfterDays: 7 },
  ));

test('real copies of a mail that is left on the server are mails of their own, also under new unique-ids', () =>
  play(
    async (it) => {
      const { server, room, mailboxId } = it;
      server.mails = [mail('a', 'x')];
      await room.fetchAll(mailboxId);
      server.mails.push(mail('b', 'x'));
      await room.fetchAll(mailboxId);
      expect(await textsOf(it)).toEqual(['x', 'x']);
      // The server was moved: every unique-id is another.
      server.mails = [mail('n1', 'x'), mail('n2', 'x')];

      await room.fetchAll(mailboxId);
      await room.fetchAll(mailboxId);

      expect(await textsOf(it)).toEqual(['x', 'x']);
      expect(await seen(it)).toEqual({ seen: 2, stored: 2, gone: 0 });
    },
    { afterFetch: 'leave' },
  ));
