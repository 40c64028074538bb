import { expect, test } from 'vitest';
import { type FaultyPop3, type Faults, HANG_UP, LOGIN, type Lying, withFaultyPop3 } from './faulty-pop3.ts';
import { type MailRoom, withMailRoom } from './mail-room.ts';

interface Play {
  server: FaultyPop3;
  room: MailRoom;
  mailboxId: string;
}

function play(use: (it: Play) => Promise<void>, settings: object = {}, protocol: 'pop3s' | 'stls' = 'pop3s') {
  return withFaultyPop3(protocol, (server) =>
    withMailRoom(async (room) => {
      const at = { protocol, host: 'localhost', port: server.port, ca: server.ca };
      await use({ server, room, mailboxId: await room.mailbox({ ...at, ...LOGIN, ...settings }) });
    }),
  );
}

const mail = (uniqueId: string, text = uniqueId): Lying => ({
  uniqueId,
  raw: Buffer.from(`Message-ID: <same@example.nl>\r\n\r\n${text}\r\n`),
});

const textsOf = async ({ room, mailboxId }: Play) =>
  (await room.onRecord(mailboxId)).map(({ bytes }) => bytes?.split('\r\n').at(-2)).toSorted();

const seen = async ({ room: { database }, mailboxId }: Play) => {
  const [row] = await database.ask((m) =>
    m.query(
      `select count(*)::int as seen, count(stored_at)::int as stored, count(gone_at)::int as gone
         from server_message where mailbox_id = $1`,
      [mailboxId],
    ),
  );
  return row;
};

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

test.each<[string, Faults, string]>([
  ['an endless line', { answers: { STAT: `+OK ${'9'.repeat(20_000)}` } }, 'pop3-protocol'],
  ['a list longer than it counts', { answers: { LIST: '+OK\r\n1 10\r\n2 10\r\n3 10\r\n.' } }, 'pop3-protocol'],
  ['a list shorter than it counts', { answers: { UIDL: '+OK\r\n.' } }, 'pop3-protocol'],
  ['a count without end', { answers: { STAT: '+OK 999999999 1' } }, 'pop3-protocol'],
  ['NUL in a unique-id', { answers: { UIDL: '+OK\r\n1 a\0b\r\n.' } }, 'pop3-protocol'],
  ['something that is no POP3', { answers: { CAPA: '220 mail.example.nl ESMTP' } }, 'pop3-protocol'],
  ['silence by hanging up', { answers: { LIST: HANG_UP } }, 'pop3-unreachable'],
  ['[AUTH]', { answers: { PASS: '-ERR [AUTH] no' } }, 'pop3-login-refused'],
  ['[IN-USE]', { answers: { PASS: '-ERR [IN-USE] locked' } }, 'pop3-in-use'],
  ['[LOGIN-DELAY]', { answers: { PASS: '-ERR [LOGIN-DELAY] wait' } }, 'pop3-in-use'],
  ['[SYS/TEMP]', { answers: { PASS: '-ERR [SYS/TEMP] later' } }, 'pop3-temporary'],
  ['[SYS/PERM]', { answers: { PASS: '-ERR [SYS/PERM] call us' } }, 'pop3-protocol'],
  ['no way to log in that we have', { capabilities: ['SASL CRAM-MD5 NTLM'] }, 'pop3-login-unsupported'],
])('a server with %s makes the mailbox wait, and nothing is on record', (_, faults, code) =>
  play(async (it) => {
    it.server.mails = [mail('a')];
    it.server.faults = faults;

    const error = await it.room.fetchOnce(it.mailboxId);

    expect(error).toMatchObject({ name: 'UnavailableError', scope: 'thing', code });
    expect(await it.room.onRecord(it.mailboxId)).toEqual([]);
    const told = error as Error;
    expect(`${told.message} ${told.stack} ${JSON.stringify(told)}`).not.toContain(LOGIN.password);
  }),
);

test('a server that wants time between logins is not asked before it is over', () =>
  play(async (it) => {
    it.server.faults = {
      capabilities: ['USER', 'LOGIN-DELAY 900'],
      answers: { PASS: '-ERR [LOGIN-DELAY] minimum time between mail checks' },
    };

    expect(await it.room.fetchOnce(it.mailboxId)).toMatchObject({ code: 'pop3-in-use', retryAfter: 900_000 });
  }));

test.each(['+OK Logged in.\r\n', '+OK 1 10\r\n1 10\r\n', '\r\n', 'x'])(
  'what a server says between its consent to STLS and TLS (%j) ends the session before anything secret is said',
  (injected) =>
    play(
      async (it) => {
        it.server.faults = { injected };

        expect(await it.room.fetchOnce(it.mailboxId)).toMatchObject({ code: 'pop3-tls' });
        expect(it.server.heard).toEqual(['STLS']);
      },
      {},
      'stls',
    ),
);

test('a mail that the server breaks off at each time holds up no other', () =>
  play(async (it) => {
    const { server, room, mailboxId } = it;
    server.mails = ['a', 'bad', 'c', 'd'].map((id) => mail(id));
    server.faults = { answers: { 'RETR 2': HANG_UP } };
    await room.fetchOnce(mailboxId);

    // The bad one is number 2 while the others are fetched, and then the only one.
    expect(await room.fetchOnce(mailboxId)).toBe('again');
    expect(await textsOf(it)).toEqual(['a', 'c', 'd']);
    expect(server.mails.map(({ uniqueId }) => uniqueId)).toEqual(['bad']);
    server.faults = { answers: { 'RETR 1': HANG_UP } };
    expect(await room.fetchOnce(mailboxId)).toMatchObject({ code: 'pop3-unreachable' });
    server.faults = {};
    await room.fetchAll(mailboxId);
    expect(await textsOf(it)).toEqual(['a', 'bad', 'c', 'd']);
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

test('a mail that is too large is listed once, fetched when the limit is raised, and told gone when it is', () =>
  play(
    async (it) => {
      const { server, room, mailboxId } = it;
      const large = (uniqueId: string) => ({ uniqueId, raw: Buffer.from(`x\r\n\r\n${'x'.repeat(1_100_000)}\r\n`) });
      server.mails = [large('a'), large('b'), mail('c')];
      await room.fetchAll(mailboxId);
      await room.fetchAll(mailboxId);
      const states = async () => (await room.onRecord(mailboxId)).map(({ state }) => state).toSorted();
      expect(await states()).toEqual(['leftOnServer', 'leftOnServer', 'received']);
      server.mails = server.mails.filter(({ uniqueId }) => uniqueId !== 'b');
      await room.database.ask((m) =>
        m.query(`update integration_profile set settings = settings || '{"maximumSizeMb": 2}' where id = $1`, [
          mailboxId,
        ]),
      );

      await room.fetchAll(mailboxId);

      expect(await states()).toEqual(['discarded', 'received', 'received']);
      expect(server.mails).toEqual([]);
    },
    { maximumSizeMb: 1 },
  ));
