import { createSign } from 'node:crypto';
import { type OauthSettings, UnavailableError } from '@zaakpost/domain';

/** What is sent to the token server, as a form (RFC 6749). */
export interface TokenRequest {
  url: URL;
  form: URLSearchParams;
}

const GOOGLE_TOKENS = 'https://oauth2.googleapis.com/token';
const GOOGLE_MAIL = 'https://mail.google.com/';
const MICROSOFT_MAIL = 'https://outlook.office365.com/.default';
/** RFC 7523 */
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ASSERTION_SECONDS = 600;

/** Asks for an access token in the way that the settings say. `now`: milliseconds since 1970. */
export function tokenRequest(settings: OauthSettings, userName: string, now: number): TokenRequest {
  const url = new URL(settings.tokenUrl ?? tokenUrlOf(settings));
  return { url, form: new URLSearchParams(Object.entries(fields(settings, { url, userName, now }))) };
}

const tokenUrlOf = ({ provider, tenant }: OauthSettings): string =>
  provider === 'google' ? GOOGLE_TOKENS : `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;

interface Circumstances {
  url: URL;
  userName: string;
  now: number;
}

function fields(settings: OauthSettings, circumstances: Circumstances): Record<string, string> {
  const { grant, clientId, clientSecret, refreshToken } = settings;
  if (grant === 'serviceAccount') {
    return { grant_type: JWT_BEARER, assertion: assertion(settings, circumstances) };
  }
  const client = { client_id: clientId, ...(clientSecret && { client_secret: clientSecret }) };
  const scope = scopesOf(settings);
  return grant === 'refreshToken'
    ? { grant_type: 'refresh_token', ...client, refresh_token: refreshToken ?? '', ...(scope && { scope }) }
    : { grant_type: 'client_credentials', ...client, ...(scope && { scope }) };
}

function scopesOf({ provider, grant, scopes }: OauthSettings): string | null {
  if (scopes !== null) return scopes;
  // A refresh token of Google's has its scopes already; Microsoft gives the next one only to who asks for it.
  if (provider === 'google') return grant === 'refreshToken' ? null : GOOGLE_MAIL;
  return grant === 'refreshToken' ? `${MICROSOFT_MAIL} offline_access` : MICROSOFT_MAIL;
}

/** RFC 7523: the service account says by its signature whom it acts for. */
function assertion(settings: OauthSettings, { url, userName, now }: Circumstances): string {
  const issued = Math.floor(now / 1_000);
  const claims = {
    ...{ iss: settings.clientId, sub: userName, aud: url.href, scope: settings.scopes ?? GOOGLE_MAIL },
    ...{ iat: issued, exp: issued + ASSERTION_SECONDS },
  };
  const content = [{ alg: 'RS256', typ: 'JWT' }, claims].map(base64urlOf).join('.');
  try {
    return `${content}.${createSign('RSA-SHA256')
      .update(content)
      .sign(settings.privateKey ?? '', 'base64url')}`;
  } catch (cause) {
    throw new UnavailableError('oauth-refused', {
      scope: 'thing',
      message: 'The private key of the service account cannot be read; set it again in the profile.',
      cause,
    });
  }
}

const base64urlOf = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
