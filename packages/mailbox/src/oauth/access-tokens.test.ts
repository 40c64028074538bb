import { createVerify, generateKeyPairSync } from 'node:crypto';
import { minutes, type OauthSettings, pop3MailboxSettings, type RenewedToken, seconds } from '@zaakpost/domain';
import { testCertificates } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { type AccessTokens, accessTokens } from './access-tokens.ts';
import { type TokenServer, withTokenServer } from './token-server.ts';

const SECRETS = ['het-geheim', 'oude-verversing', 'nieuwe-verversing'];

function settingsAt({ tokenUrl, ca }: TokenServer, more: Partial<OauthSettings> = {}): OauthSettings {
  const { oauth } = pop3MailboxSettings.parse({
    ...{ protocol: 'pop3s', host: 'localhost', port: 995, userName: 'loket@example.nl', authentication: 'oauth' },
    oauth: { clientId: 'app', clientSecret: 'het-geheim', tenant: 'example.nl', tokenUrl, ca, ...more },
  });
  return oauth as OauthSettings;
}

const rules = { allowPrivateHosts: true };

function get(tokens: AccessTokens, settings: OauthSettings, more: { afresh?: boolean } = {}) {
  const renewals: RenewedToken[] = [];
  const wish = { settings, userName: 'loket@example.nl', signal: AbortSignal.timeout(150_000), ...more };
  const got = tokens.get({ ...wish, renewed: async (token) => void renewals.push(token) });
  return { got, renewals };
}

const failure = async (tokens: AccessTokens, settings: OauthSettings) =>
  get(tokens, settings).got.then(
    () => undefined,
    (error) => error,
  );

describe('an access token', () => {
  it('is asked for with the credentials of the application, and kept until shortly before it expires', () =>
    withTokenServer(
      (_, asked) => ({ body: { access_token: `token-${asked}`, expires_in: 3_600 } }),
      async (server) => {
        let now = 1_000_000;
        const tokens = accessTokens(rules, () => now);
        const settings = settingsAt(server);

        const first = get(tokens, settings);
        expect(await first.got).toEqual({ accessToken: 'token-1', kept: false });
        expect(first.renewals).toEqual([{ expiresAt: new Date(now + seconds(3_600)), refreshToken: null }]);
        now += seconds(3_600) - minutes(5) - 1;
        expect(await get(tokens, settings).got).toEqual({ accessToken: 'token-1', kept: true });
        now += 2;
        expect(await get(tokens, settings).got).toEqual({ accessToken: 'token-2', kept: false });
        expect(await get(tokens, settings, { afresh: true }).got).toEqual({ accessToken: 'token-3', kept: false });

        expect(Object.fromEntries(server.asked[0] ?? [])).toEqual({
          ...{ grant_type: 'client_credentials', client_id: 'app', client_secret: 'het-geheim' },
          scope: 'https://outlook.office365.com/.default',
        });
      },
    ));

  it('is got by a refresh token, and the one that takes its place is told', () =>
    withTokenServer(
      () => ({ body: { access_token: 'x', expires_in: '60', refresh_token: 'nieuwe-verversing' } }),
      async (server) => {
        const settings = settingsAt(server, { grant: 'refreshToken', refreshToken: 'oude-verversing' });
        const { got, renewals } = get(accessTokens(rules), settings);

        await got;

        expect(renewals).toMatchObject([{ refreshToken: 'nieuwe-verversing' }]);
        expect(Object.fromEntries(server.asked[0] ?? [])).toMatchObject({
          ...{ grant_type: 'refresh_token', refresh_token: 'oude-verversing' },
          scope: 'https://outlook.office365.com/.default offline_access',
        });
      },
    ));

  it('is kept for those alone who give the secrets that it was got for, the refresh token that was renewed among them', () =>
    withTokenServer(
      (_, asked) => ({ body: { access_token: `token-${asked}`, refresh_token: 'nieuwe-verversing' } }),
      async (server) => {
        const tokens = accessTokens(rules);
        const settings = settingsAt(server, { grant: 'refreshToken', refreshToken: 'oude-verversing' });
        await get(tokens, settings).got;

        const renewed = get(tokens, { ...settings, refreshToken: 'nieuwe-verversing' });
        const stranger = get(tokens, { ...settings, refreshToken: 'nieuwe-verversing', clientSecret: 'geraden' });

        expect(await renewed.got).toEqual({ accessToken: 'token-1', kept: true });
        expect(await stranger.got).toMatchObject({ kept: false });
      },
    ));

  it('is given to a service account that signs for whom it acts', () =>
    withTokenServer(
      () => ({ body: { access_token: 'x' } }),
      async (server) => {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
        const settings = settingsAt(server, { provider: 'google', grant: 'serviceAccount', privateKey: pem });

        await get(accessTokens(rules), settings).got;

        const [head, claims, signature] = String(server.asked[0]?.get('assertion')).split('.');
        const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
        expect(verify.verify(publicKey, String(signature), 'base64url')).toBe(true);
        expect(JSON.parse(Buffer.from(String(claims), 'base64url').toString())).toMatchObject({
          ...{ iss: 'app', sub: 'loket@example.nl', aud: server.tokenUrl, scope: 'https://mail.google.com/' },
        });
      },
    ));

  it.each([
    [
      400,
      { error: 'invalid_grant', error_description: 'AADSTS700082 het-geheim' },
      'oauth-refused',
      /invalid_grant.*consent/u,
    ],
    [401, { error: 'invalid_client' }, 'oauth-refused', /secret/u],
    [403, 'Forbidden', 'oauth-refused', /403/u],
    [503, 'Service Unavailable', 'oauth-unreachable', /503/u],
    [400, { error: 'temporarily_unavailable' }, 'oauth-unreachable', /400/u],
    [302, '', 'oauth-garbled', /no token/u],
    [200, '<html>', 'oauth-garbled', /no token/u],
    [200, { access_token: 'a b\r\nQUIT' }, 'oauth-garbled', /no token/u],
    [200, { access_token: 7 }, 'oauth-garbled', /no token/u],
  ])('that is answered by %i %j is none: %s', (status, body, code, message) =>
    withTokenServer(
      () => ({ status, body, headers: { location: 'https://evil.example/' } }),
      async (server) => {
        const error = await failure(accessTokens(rules), settingsAt(server));

        expect(error).toMatchObject({ name: 'UnavailableError', scope: 'thing', code });
        expect(error.message).toMatch(message);
        for (const secret of SECRETS) expect(error.message).not.toContain(secret);
      },
    ),
  );

  it('is asked for later when the server says when', () =>
    withTokenServer(
      () => ({ status: 429, body: '', headers: { 'retry-after': '120' } }),
      async (server) => {
        expect(await failure(accessTokens(rules), settingsAt(server))).toMatchObject({ retryAfter: seconds(120) });
      },
    ));

  it('is not waited for when the answer has no end', () =>
    withTokenServer(
      (_form, _asked, response) => {
        const pour = () => {
          while (!response.destroyed && response.write('x'.repeat(16_384)));
        };
        response.on('drain', pour);
        pour();
        return undefined;
      },
      async (server) => {
        expect(await failure(accessTokens(rules), settingsAt(server))).toMatchObject({ code: 'oauth-unreachable' });
      },
    ));

  it('is asked of nobody whose certificate does not hold, nor on the own network unless that is allowed', async () => {
    const { selfSigned } = await testCertificates();
    const answer = () => ({ body: { access_token: 'x' } });

    await withTokenServer(
      answer,
      async (server) => {
        expect(await failure(accessTokens(rules), settingsAt(server))).toMatchObject({ code: 'oauth-unreachable' });
        expect(server.asked).toEqual([]);
      },
      selfSigned,
    );
    await withTokenServer(answer, async (server) => {
      const error = await failure(accessTokens({ allowPrivateHosts: false }), settingsAt(server));
      expect(error).toMatchObject({ code: 'host-not-allowed' });
      expect(server.asked).toEqual([]);
    });
  });

  it('whose refresh token could not be put on record is not used', () =>
    withTokenServer(
      () => ({ body: { access_token: 'x', refresh_token: 'nieuwe-verversing' } }),
      async (server) => {
        const tokens = accessTokens(rules);
        const settings = settingsAt(server, { grant: 'refreshToken', refreshToken: 'oude-verversing' });
        const wish = { settings, userName: 'loket', signal: AbortSignal.timeout(150_000) };

        const got = tokens.get({ ...wish, renewed: () => Promise.reject(new Error('the database is gone')) });

        await expect(got).rejects.toThrow('the database is gone');
        expect(await get(tokens, settings).got).toMatchObject({ kept: false });
      },
    ));
});
