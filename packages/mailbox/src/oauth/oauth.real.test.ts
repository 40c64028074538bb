import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RenewedToken, pop3MailboxSettings } from '@zaakpost/domain';
import { type Dovecot, withDovecot } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { blobsInMemory } from '../blobs-in-memory.fixture.ts';
import { mailboxReader } from '../mailbox-reader.ts';
import { mailboxTester } from '../mailbox-tester.ts';
import { told } from '../told.fixture.ts';
import { type TokenServer, withTokenServer } from './token-server.ts';

const users = { loket: 'geheim' };

/** A Dovecot that takes the tokens in `valid`, as it is told by a server that knows them. */
async function withTokens<T>(valid: Set<string>, use: (dovecot: Dovecot) => Promise<T>): Promise<T> {
  const knows = createServer((request, response) => {
    const token = new URL(request.url ?? '', 'http://x').searchParams.get('token') ?? '';
    const known = valid.has(token);
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? { active: true, email: 'loket' } : { error: 'invalid_token' }));
  });
  await once(knows.listen(0, '127.0.0.1'), 'listening');
  const { port } = knows.address() as AddressInfo;
  try {
    return await withDovecot({ users, tokenInfoUrl: `http://127.0.0.1:${port}/?token=` }, use);
  } finally {
    knows.closeAllConnections();
    await new Promise((resolve) => knows.close(resolve));
  }
}

const settingsFor = (dovecot: Dovecot, { tokenUrl, ca }: TokenServer, oauth: object = {}) =>
  pop3MailboxSettings.parse({
    ...{ protocol: 'pop3s', host: dovecot.host, port: dovecot.pop3sPort, ca: dovecot.ca, userName: 'loket' },
    authentication: 'oauth',
    oauth: { clientId: 'app', clientSecret: 'x', tokenUrl, ca, ...oauth },
  });

const reader = () => mailboxReader({ blobs: blobsInMemory().blobs, allowPrivateHosts: true });
const tokenOf = (asked: number) => ({ body: { access_token: `token-${asked}`, expires_in: 3_600 } });

describe('a mailbox with OAuth on Dovecot', () => {
  test.each([false, true])('is emptied with an access token, on one line: %s', (oneLine) =>
    withTokens(new Set(['token-1']), (dovecot) =>
      withTokenServer(
        (_, asked) => tokenOf(asked),
        async (server) => {
          await dovecot.deliver('loket', 'Subject: 1\r\n\r\nx\r\n');
          const renewals: RenewedToken[] = [];
          const mailbox = reader();
          const drain = () =>
            mailbox.drain(
              settingsFor(dovecot, server, { oneLine }),
              told({ renewed: async (token) => void renewals.push(token) }),
            );

          expect(await drain()).toMatchObject({ fetched: 1, quitConfirmed: true });
          expect(await drain()).toMatchObject({ fetched: 0 });

          expect(server.asked).toHaveLength(1);
          expect(renewals).toHaveLength(1);
        },
      ),
    ),
  );

  test('asks for a new token once when the server refuses the one that was kept', () => {
    const valid = new Set(['token-1']);
    return withTokens(valid, (dovecot) =>
      withTokenServer(
        (_, asked) => tokenOf(asked),
        async (server) => {
          const mailbox = reader();
          const drain = () => mailbox.drain(settingsFor(dovecot, server), told());
          await drain();
          valid.clear();
          valid.add('token-2');

          expect(await drain()).toMatchObject({ fetched: 0, quitConfirmed: true });
          valid.clear();
          await expect(drain()).rejects.toMatchObject({ code: 'pop3-login-refused' });

          expect(server.asked).toHaveLength(3);
        },
      ),
    );
  });

  test('is tried step by step, and a dead refresh token is told as what it is', () =>
    withTokens(new Set(['token-1']), (dovecot) =>
      withTokenServer(
        (_, asked) => (asked === 1 ? tokenOf(1) : { status: 400, body: { error: 'invalid_grant' } }),
        async (server) => {
          const settings = settingsFor(dovecot, server);
          const options = { signal: AbortSignal.timeout(150_000), renewed: async () => undefined };
          const tester = mailboxTester({ allowPrivateHosts: true });

          expect(await tester.test(settings, options)).toMatchObject({ ok: true });
          const dead = await tester.test(settings, options);

          expect(dead.steps).toContainEqual(expect.objectContaining({ step: 'token', code: 'token-refused' }));
          expect(dead.steps.at(-1)).toMatchObject({ step: 'mails', code: 'skipped' });
        },
      ),
    ));
});
