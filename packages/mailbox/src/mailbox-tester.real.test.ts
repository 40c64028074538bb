import { createServer } from 'node:net';
import {
  type MailboxTestCode,
  type MailboxTestStep,
  type Pop3MailboxSettings,
  pop3MailboxSettings,
} from '@zaakpost/domain';
import { type Dovecot, freePort, testCertificates, withDovecot } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { mailboxTester } from './mailbox-tester.ts';

const users = { loket: 'geheim' };

const settingsFor = (dovecot: Dovecot, more: Partial<Pop3MailboxSettings> = {}) =>
  pop3MailboxSettings.parse({
    ...{ protocol: 'pop3s', host: dovecot.host, port: dovecot.pop3sPort, ca: dovecot.ca },
    ...{ userName: 'loket', password: users.loket, ...more },
  });

const tried = (settings: Pop3MailboxSettings, allowPrivateHosts = true) =>
  mailboxTester({ allowPrivateHosts }).test(settings, {
    signal: AbortSignal.timeout(150_000),
    renewed: async () => undefined,
  });

describe('the test of a mailbox', () => {
  test.each(['pop3s', 'stls'] as const)('over %s counts the mails, and leaves them', (protocol) =>
    withDovecot({ users }, async (dovecot) => {
      await dovecot.deliver('loket', 'Subject: 1\r\n\r\nx\r\n');
      const port = protocol === 'pop3s' ? dovecot.pop3sPort : dovecot.pop3Port;

      const result = await tried(settingsFor(dovecot, { protocol, port }));

      expect(result).toMatchObject({ ok: true, mails: { count: 1, bytes: 17 } });
      expect(result.steps.map(({ step, code }) => `${step} ${code}`)).toEqual([
        ...['address ok', 'connect ok', 'tls ok', 'capabilities ok', 'token skipped', 'login ok', 'mails ok'],
      ]);
      expect(result.certificate?.validTo.getTime()).toBeGreaterThan(Date.now());
      expect(result.capabilities).toContain('UIDL');
      expect(await dovecot.count('loket')).toBe(1);
    }),
  );

  test.each<[MailboxTestStep, MailboxTestCode, Partial<Pop3MailboxSettings>]>([
    ['address', 'host-unknown', { host: 'nergens.invalid' }],
    ['connect', 'unreachable', { port: 9 }],
    ['tls', 'certificate-unknown-authority', { ca: null }],
    ['login', 'login-refused', { password: 'mis' }],
  ])('says of %s that it is %s, and tries nothing after it', (step, code, wrong) =>
    withDovecot({ users }, async (dovecot) => {
      const result = await tried(settingsFor(dovecot, wrong));

      expect(result.ok).toBe(false);
      expect(result.steps.find((line) => line.code !== 'ok' && line.code !== 'skipped')).toMatchObject({ step, code });
      expect(result.steps).toHaveLength(7);
      expect(JSON.stringify(result)).not.toContain('mis"');
    }),
  );

  test('shows the certificate that is for another name', async () => {
    const { wrongHost } = await testCertificates();
    await withDovecot({ users, keyPair: wrongHost }, async (dovecot) => {
      const result = await tried(settingsFor(dovecot));

      expect(result.steps).toContainEqual(expect.objectContaining({ step: 'tls', code: 'certificate-other-name' }));
      expect(result.certificate?.names).toEqual(['elders.example']);
    });
  });

  test('shows until when a certificate was valid that has expired', async () => {
    const { expired } = await testCertificates();
    await withDovecot({ users, keyPair: expired }, async (dovecot) => {
      const result = await tried(settingsFor(dovecot));

      expect(result.steps).toContainEqual(expect.objectContaining({ step: 'tls', code: 'certificate-expired' }));
      expect(result.certificate?.validTo.getTime()).toBeLessThan(Date.now());
    });
  });

  test('says when the server takes no STLS, and when the port is that of the other protocol', () =>
    withDovecot({ users }, async (dovecot) => {
      const crossed = await tried(settingsFor(dovecot, { port: dovecot.pop3Port }));

      expect(crossed.steps).toContainEqual(expect.objectContaining({ step: 'tls', code: 'tls-failed' }));
      await withPlainServer(async (port) => {
        const plain = await tried(settingsFor(dovecot, { protocol: 'stls', port }));
        expect(plain.steps).toContainEqual(expect.objectContaining({ step: 'tls', code: 'tls-not-offered' }));
      });
    }));

  test('says when another session has the mailbox', () =>
    withDovecot({ users }, async (dovecot) => {
      const { connectPop3 } = await import('@zaakpost/pop3');
      const at = { host: dovecot.host, port: dovecot.pop3sPort, ca: dovecot.ca };
      await using holder = await connectPop3({ ...at, tls: 'implicit' });
      await holder.login({ user: 'loket', password: users.loket });

      const result = await tried(settingsFor(dovecot));

      expect(result.steps).toContainEqual(expect.objectContaining({ step: 'login', code: 'mailbox-in-use' }));
    }));

  test('knocks at no door of the own network unless the operator allows it', () =>
    withDovecot({ users }, async (dovecot) => {
      const result = await tried(settingsFor(dovecot), false);

      expect(result.steps[0]).toMatchObject({ step: 'address', code: 'host-not-allowed' });
    }));
});

async function withPlainServer(use: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort();
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('+OK ready\r\n');
    socket.on('data', () => socket.write('-ERR unknown command\r\n'));
  }).listen(port, '127.0.0.1');
  try {
    await use(port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
