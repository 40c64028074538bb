import { createHash } from 'node:crypto';
import { minutes, type OauthSettings, type RenewedToken, seconds, UnavailableError } from '@zaakpost/domain';
import type { DialRules } from '../address.ts';
import { type FormAnswer, postForm } from './post-form.ts';
import { tokenRequest } from './token-request.ts';

/** What a caller gives to get a token. */
export interface TokenWish {
  settings: OauthSettings;
  userName: string;
  signal: AbortSignal;
  /** Asks for a new one even where one is kept: the server refused that. */
  afresh?: boolean;
  /** Hears of each new token before it is used. */
  renewed: (token: RenewedToken) => Promise<void>;
}

/** A token to log in with. */
export interface AccessToken {
  accessToken: string;
  /** It was kept from before, so that a server that refuses it may take a new one. */
  kept: boolean;
}

interface Kept {
  accessToken: string;
  expiresAt: number;
}

/** A token is renewed so long before it expires, or at half its life where that is short. */
const MARGIN = minutes(5);
/** RFC 6749 leaves out how long a token lives where both sides know; an hour is what the providers give. */
const USUAL_LIFE = seconds(3_600);

/** Access tokens by OAuth 2, kept in this process until shortly before they expire. `now`: milliseconds since 1970. */
export function accessTokens(rules: DialRules, now: () => number = Date.now) {
  const kept = new Map<string, Kept>();

  return {
    /** @throws UnavailableError('oauth-refused' | 'oauth-unreachable' | 'oauth-garbled' | 'host-not-allowed') */
    async get({ settings, userName, signal, afresh = false, renewed }: TokenWish): Promise<AccessToken> {
      for (const [key, { expiresAt }] of kept) if (expiresAt <= now()) kept.delete(key);
      const key = keyOf(settings, userName);
      const known = afresh ? undefined : kept.get(key);
      if (known) return { accessToken: known.accessToken, kept: true };
      kept.delete(key);
      const { url, form } = tokenRequest(settings, userName, now());
      const token = tokenOf(await postForm(url, form, { ca: settings.ca, rules, signal }));
      const expiresAt = now() + token.life;
      const refreshToken = changed(token.refreshToken, settings);
      await renewed({ expiresAt: new Date(expiresAt), refreshToken });
      const next = keyOf({ ...settings, refreshToken: refreshToken ?? settings.refreshToken }, userName);
      kept.set(next, { accessToken: token.accessToken, expiresAt: expiresAt - Math.min(MARGIN, token.life / 2) });
      return { accessToken: token.accessToken, kept: false };
    },
  };
}

export type AccessTokens = ReturnType<typeof accessTokens>;

// With the secrets, as a hash: a token goes to nobody who does not give those that it was got for. One that takes the place
// of a refresh token is what the next caller gives.
const keyOf = (settings: OauthSettings, userName: string): string =>
  createHash('sha256')
    .update(JSON.stringify([userName, ...Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('base64');

const changed = (refreshToken: string | null, settings: OauthSettings): string | null =>
  settings.grant === 'refreshToken' && refreshToken !== settings.refreshToken ? refreshToken : null;

interface Token {
  accessToken: string;
  refreshToken: string | null;
  /** Milliseconds */
  life: number;
}

function tokenOf(answer: FormAnswer): Token {
  const said = fieldsOf(answer);
  if (answer.status !== 200) throw refusal(answer, said);
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: life } = said;
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]{1,16384}$/u.test(accessToken)) throw garbled();
  return {
    accessToken,
    refreshToken: typeof refreshToken === 'string' && refreshToken.length <= 10_000 ? refreshToken : null,
    life: Number(life) > 0 ? seconds(Math.min(Number(life), 86_400)) : USUAL_LIFE,
  };
}

function fieldsOf({ body }: FormAnswer): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(body);
    if (typeof said === 'object' && said !== null) return said as Record<string, unknown>;
  } catch {
    // No JSON at all: the status says whether that matters.
  }
  return {};
}

function refusal({ status, retryAfter }: FormAnswer, said: Record<string, unknown>): UnavailableError {
  const later = status === 429 || status >= 500 || said.error === 'temporarily_unavailable';
  if (later) {
    return new UnavailableError('oauth-unreachable', {
      scope: 'thing',
      message: `The server that gives access tokens answers ${status}; it is asked again.`,
      ...(retryAfter !== null && { retryAfter: seconds(Math.min(retryAfter, 3_600)) }),
    });
  }
  if (status < 400) return garbled();
  const known = typeof said.error === 'string' && Object.hasOwn(MENDS, said.error) ? said.error : null;
  const mend = known ? MENDS[known as keyof typeof MENDS] : 'check the OAuth settings of the profile.';
  return new UnavailableError('oauth-refused', {
    scope: 'thing',
    message: `The server that gives access tokens refuses (${known ?? status}). To mend: ${mend}`,
  });
}

/** RFC 6749 section 5.2. */
const MENDS = {
  invalid_grant:
    'the refresh token or the assertion is expired or withdrawn: consent again, and put the new one in the profile.',
  invalid_client: 'the client id or its secret is wrong or expired: make a new secret and put it in the profile.',
  unauthorized_client: 'the application may not ask for tokens in this way: allow it at the provider.',
  invalid_scope: 'the scopes are not known there: leave them empty, or see what the provider wants for POP3.',
  invalid_request: 'tenant, client id or scopes are wrong in the profile.',
} as const;

const garbled = () =>
  new UnavailableError('oauth-garbled', {
    scope: 'thing',
    message: 'What the server that gives access tokens answers is no token; see that its address is right.',
  });
