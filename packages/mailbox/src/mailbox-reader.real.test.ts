import {
  type FetchedMail,
  type ListedMail,
  type Pop3MailboxSettings,
  pop3MailboxSettings,
  UnavailableError,
} from '@zaakpost/domain';
import { type Dovecot, withDovecot } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { blobsInMemory } from './blobs-in-memory.fixture.ts';
import { mailboxReader } from './mailbox-reader.ts';
import { told } from './told.fixture.ts';

const users = { loket: 'geheim' };

const settingsFor = (dovecot: Dovecot, more: Partial<Pop3MailboxSettings> = {}) =>
  pop3MailboxSettings.parse({
    ...{ protocol: 'pop3s', host: dovecot.host, port: dovecot.pop3sPort, ca: dovecot.ca },
    ...{ userName: 'loket', password: users.loket, maximumSizeMb: 1, ...more },
  });

function drainInto(
  dovecot: Dovecot,
  more: { settings?: Partial<Pop3MailboxSettings>; mails?: number; allow?: boolean } = {},
) {
  const { blobs, kept } = blobsInMemory();
  const groups: FetchedMail[][] = [];
  const tooLarge: ListedMail[] = [];
  const reader = mailboxReader({ blobs, allowPrivateHosts: more.allow ?? true });
  const result = reader.drain(
    settingsFor(dovecot, more.settings),
    told({
      mails: more.mails ?? 500,
      received: async (group) => void groups.push(group),
      tooLarge: async (mails) => void tooLarge.push(...mails),
    }),
  );
  return { result, groups, tooLarge, kept };
}

const mail = (n: number) => Buffer.from(`Subject: ${n}\r\n\r\n.${n}\r\n..\r\n\u00e9 \r\n`, 'latin1');

describe('a mailbox on Dovecot', () => {
  test.each(['pop3s', 'stls'] as const)('is emptied over %s, byte for byte, in groups', (protocol) =>
    withDovecot({ users }, async (dovecot) => {
      for (let n = 0; n < 105; n += 1) await dovecot.deliver('loket', mail(n));
      const port = protocol === 'pop3s' ? dovecot.pop3sPort : dovecot.pop3Port;

      const { result, groups, kept } = drainInto(dovecot, { settings: { protocol, port } });

      expect(await result).toMatchObject({
        fetched: 105,
        more: false,
        quitConfirmed: true,
        undeleted: 0,
        unread: 0,
        unkept: 0,
        complete: true,
      });
      expect(groups.length).toBeGreaterThan(1);
      expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(100);
      expect(groups.flat().map(({ raw }) => kept.get(raw.sha256))).toEqual(
        Array.from({ length: 105 }, (_, n) => mail(n)),
      );
      expect(new Set(groups.flat().map(({ uniqueId }) => uniqueId)).size).toBe(105);
      expect(await dovecot.count('loket')).toBe(0);
    }),
  );

  test('says that more is waiting when a batch was full', () =>
    withDovecot({ users }, async (dovecot) => {
      for (let n = 0; n < 5; n += 1) await dovecot.deliver('loket', mail(n));

      const { result } = drainInto(dovecot, { mails: 3 });

      expect(await result).toMatchObject({ fetched: 3, more: true, quitConfirmed: true, complete: false });
      expect(await dovecot.count('loket')).toBe(2);
    }));

  test('keeps on the server what could not be put on record', () =>
    withDovecot({ users }, async (dovecot) => {
      await dovecot.deliver('loket', mail(1));
      const { blobs } = blobsInMemory();
      const reader = mailboxReader({ blobs, allowPrivateHosts: true });

      const gone = told({ received: () => Promise.reject(new Error('the database is gone')) });
      const drained = reader.drain(settingsFor(dovecot), gone);

      await expect(drained).rejects.toThrow('the database is gone');
      expect(await dovecot.count('loket')).toBe(1);
    }));

  test('keeps on the server what the blob store has no room for, and brings it when there is', () =>
    withDovecot({ users }, async (dovecot) => {
      for (let n = 0; n < 3; n += 1) await dovecot.deliver('loket', mail(n));
      const { blobs } = blobsInMemory();
      const full = new UnavailableError('blob-store-full', { message: 'There is no room.', scope: 'stage' });
      let room = 1;
      const put: typeof blobs.put = (source) => (room-- > 0 ? blobs.put(source) : Promise.reject(full));
      const reader = mailboxReader({ blobs: { ...blobs, put }, allowPrivateHosts: true });

      const drain = () => reader.drain(settingsFor(dovecot), told());

      expect(await drain()).toMatchObject({ fetched: 1, unkept: 2, complete: false });
      await expect(drain()).rejects.toBe(full);
      expect(await dovecot.count('loket')).toBe(2);

      expect(await drainInto(dovecot).result).toMatchObject({ fetched: 2 });
      expect(await dovecot.count('loket')).toBe(0);
    }));

  test('leaves a mail that is too large on the server and says so', () =>
    withDovecot({ users }, async (dovecot) => {
      await dovecot.deliver('loket', Buffer.alloc(1_100_000, 'x\r\n'));
      await dovecot.deliver('loket', mail(1));

      const { result, tooLarge } = drainInto(dovecot);

      expect(await result).toMatchObject({ fetched: 1, more: false });
      expect(tooLarge).toMatchObject([{ size: expect.any(Number) }]);
      expect(await dovecot.count('loket')).toBe(1);
    }));

  test.each([
    ['pop3-login-refused', { password: 'mis' }],
    ['pop3-tls', { ca: null }],
    ['pop3-unreachable', { port: 9 }],
  ] as const)('waits as %s when that is what is wrong', (code, wrong) =>
    withDovecot({ users }, async (dovecot) => {
      const { result } = drainInto(dovecot, { settings: wrong });

      await expect(result).rejects.toMatchObject({ name: 'UnavailableError', scope: 'thing', code });
    }),
  );

  test('on the own network is refused unless the operator allows it', () =>
    withDovecot({ users }, async (dovecot) => {
      const { result } = drainInto(dovecot, { allow: false });

      await expect(result).rejects.toMatchObject({ code: 'host-not-allowed' });
    }));
});
