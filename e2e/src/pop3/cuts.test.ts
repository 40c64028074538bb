import { until, withDovecot } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { withCuttingProxy } from './cutting-proxy.ts';
import { type FaultyPop3, LOGIN, withFaultyPop3 } from './faulty-pop3.ts';
import { type MailRoom, withMailRoom } from './mail-room.ts';

const STRIDE = 97;
/** More than are committed at once, so that a cut falls between commits too. */
const MAILS = 23;

// Dots at the begin of lines, alone, at the end, and bytes of no charset.
const mail = (round: number, n: number) =>
  Buffer.from(`Subject: ${round}-${n}\r\n\r\n.${n}\r\n.\r\n..\r\n\xe9\xff \r\n.`, 'latin1');

const protocols = ['pop3s', 'stls'] as const;

describe.each(protocols)('a session over %s that is cut at every 97th byte', (protocol) => {
  test('stores no part of a mail, brings each mail again, and each ends once', () =>
    withFaultyPop3(protocol, (server) =>
      withMailRoom(async (room) => {
        const mailboxId = await room.mailbox({
          ...{ protocol, host: 'localhost', port: server.port, ca: server.ca, ...LOGIN },
        });
        const whole = await lengthOfSession(server, room, mailboxId);
        const expected = rawsOf(0);

        let round = 0;
        for (let cutAfter = STRIDE; cutAfter < whole; cutAfter += STRIDE) {
          round += 1;
          server.mails = mailsOf(round);
          expected.push(...rawsOf(round));
          server.faults = { cutAfter };
          await room.fetchOnce(mailboxId);
          server.faults = {};
          await room.fetchAll(mailboxId);
          expect(server.mails, `cut after ${cutAfter} bytes`).toEqual([]);
        }

        const records = await room.onRecord(mailboxId);
        expect(round).toBeGreaterThan(15);
        expect(records.map(({ bytes }) => bytes).toSorted()).toEqual(expected.toSorted());
        expect(records.every(({ state, scans }) => state === 'received' && scans === 1)).toBe(true);
      }),
    ));

  test('of Dovecot on the wire does so too', () =>
    withDovecot({ users: { [LOGIN.userName]: LOGIN.password } }, (dovecot) =>
      withCuttingProxy(protocol === 'pop3s' ? dovecot.pop3sPort : dovecot.pop3Port, (proxy) =>
        withMailRoom(async (room) => {
          const mailboxId = await room.mailbox({
            ...{ protocol, host: 'localhost', port: proxy.port, ca: dovecot.ca, ...LOGIN },
          });
          const deliver = (round: number) => dovecot.deliver(LOGIN.userName, mail(round, 1));
          await deliver(0);
          await room.fetchAll(mailboxId);
          const whole = proxy.passed;

          let rounds = 0;
          for (let cutAfter = STRIDE; cutAfter < whole; cutAfter += STRIDE) {
            rounds += 1;
            await deliver(rounds);
            proxy.cutAfter = cutAfter;
            await room.fetchOnce(mailboxId);
            proxy.cutAfter = Number.POSITIVE_INFINITY;
            // Dovecot may still hold the session that was cut.
            await until(async () => (await room.fetchOnce(mailboxId)) === 'done', { what: 'a whole session' });
          }

          const records = await room.onRecord(mailboxId);
          const sent = Array.from({ length: rounds + 1 }, (_, round) => mail(round, 1).toString('latin1'));
          expect(rounds).toBeGreaterThan(15);
          // A mail without an end of line at its end gets one on its way; nothing else may differ.
          expect(records.map(({ bytes }) => bytes).toSorted()).toEqual(sent.map((bytes) => `${bytes}\r\n`).toSorted());
          expect(await dovecot.count(LOGIN.userName)).toBe(0);
        }),
      ),
    ));
});

const mailsOf = (round: number) =>
  Array.from({ length: MAILS }, (_, n) => ({ raw: withLineEnd(mail(round, n)), uniqueId: `uid-${round}-${n}` }));

// POP3 has no other way to end a mail (RFC 1939 section 3).
const withLineEnd = (raw: Buffer) => Buffer.concat([raw, Buffer.from('\r\n')]);

const rawsOf = (round: number) => mailsOf(round).map(({ raw }) => raw.toString('latin1'));

async function lengthOfSession(server: FaultyPop3, room: MailRoom, mailboxId: string): Promise<number> {
  server.mails = mailsOf(0);
  await room.fetchAll(mailboxId);
  return server.sent;
}
