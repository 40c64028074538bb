import {
  type Milliseconds,
  type OauthSettings,
  type Pop3MailboxSettings,
  seconds,
  UnavailableError,
} from '@zaakpost/domain';
import { connectPop3, type Pop3Credentials, Pop3Error, type Pop3Options, type Pop3Session } from '@zaakpost/pop3';
import { addressOf, type DialRules } from './address.ts';
import type { AccessTokens, TokenWish } from './oauth/access-tokens.ts';

/** What it takes to open a mailbox. */
export interface Dialling {
  rules: DialRules;
  tokens: AccessTokens;
  signal: AbortSignal;
  renewed: TokenWish['renewed'];
}

/** Connects inside verified TLS and logs in. A token that was kept and is refused is replaced by a new one, once. */
export async function dial(settings: Pop3MailboxSettings, dialling: Dialling): Promise<Pop3Session> {
  const { credentials, kept } = await credentialsFor(settings, dialling);
  try {
    return await enter(settings, credentials, dialling);
  } catch (error) {
    if (!kept || !(error instanceof Pop3Error && error.kind === 'auth')) throw error;
    const fresh = await credentialsFor(settings, { ...dialling, afresh: true });
    return await enter(settings, fresh.credentials, dialling);
  }
}

async function enter(settings: Pop3MailboxSettings, credentials: Pop3Credentials, { rules, signal }: Dialling) {
  const session = await connectPop3({ ...(await serverOf(settings, rules)), signal });
  try {
    await session.login(credentials);
    return session;
  } catch (error) {
    session.close();
    throw tooSoon(error, session);
  }
}

/** How long the server wants between two logins (RFC 2449), an hour at most; 0 where it does not say. */
export function loginDelayOf({ capabilities }: Pop3Session): Milliseconds {
  const delay = Number(capabilities.get('LOGIN-DELAY')?.[0]);
  return delay > 0 ? seconds(Math.min(delay, 3_600)) : 0;
}

// A server that says how long it wants between two logins is not asked before.
function tooSoon(error: unknown, session: Pop3Session): unknown {
  const delay = loginDelayOf(session);
  if (!(error instanceof Pop3Error && error.kind === 'login-delay') || delay === 0) return error;
  return new UnavailableError('pop3-in-use', {
    scope: 'thing',
    message: 'The server wants more time between two logins; it is tried again after that.',
    cause: error,
    retryAfter: delay,
  });
}

/** Where the mailbox is. The address that was checked is the one that is connected to. */
export async function serverOf(settings: Pop3MailboxSettings, rules: DialRules): Promise<Pop3Options> {
  return {
    host: await addressOf(settings.host, rules, 'pop3-unreachable'),
    servername: settings.host,
    port: settings.port,
    tls: settings.protocol === 'pop3s' ? 'implicit' : 'stls',
    ca: settings.ca ?? undefined,
  };
}

/** What to log in with. @throws UnavailableError with an `oauth-...` code. */
export async function credentialsFor(
  { userName: user, authentication, password, oauth }: Pop3MailboxSettings,
  { tokens, ...wish }: Pick<Dialling, 'tokens' | 'signal' | 'renewed'> & { afresh?: boolean },
): Promise<{ credentials: Pop3Credentials; kept: boolean }> {
  if (authentication === 'password') return { credentials: { user, password: password ?? '' }, kept: false };
  const settings = oauth ?? noOauth();
  const { accessToken, kept } = await tokens.get({ ...wish, settings, userName: user });
  return { credentials: { user, accessToken, oneLine: settings.oneLine }, kept };
}

function noOauth(): OauthSettings {
  throw new UnavailableError('oauth-refused', { scope: 'thing', message: 'The profile has no OAuth settings.' });
}
