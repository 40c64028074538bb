import { expect, test } from 'vitest';
import { type Faults, HANG_UP, LOGIN } from './faulty-pop3.ts';
import { mail, play, textsOf } from './play.ts';

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
