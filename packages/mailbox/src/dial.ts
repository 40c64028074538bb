import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isInsideAddress, type Pop3MailboxSettings, UnavailableError } from '@zaakpost/domain';
import { connectPop3, type Pop3Session } from '@zaakpost/pop3';

/** What the operator decides for all mailboxes. */
export interface DialRules {
  /** Whether a mailbox may be on the installation's own network. */
  allowPrivateHosts: boolean;
}

/** Connects inside verified TLS and logs in. The address that was checked is the one that is connected to. */
export async function dial(settings: Pop3MailboxSettings, rules: DialRules, signal: AbortSignal): Promise<Pop3Session> {
  const session = await connectPop3({
    host: await addressOf(settings.host, rules),
    servername: settings.host,
    port: settings.port,
    tls: settings.protocol === 'pop3s' ? 'implicit' : 'stls',
    ca: settings.ca ?? undefined,
    signal,
  });
  try {
    await session.login({ user: settings.userName, password: settings.password });
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

async function addressOf(host: string, { allowPrivateHosts }: DialRules): Promise<string> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(unknownHost);
  if (!allowPrivateHosts && found.some(({ address }) => isInsideAddress(address))) {
    throw new UnavailableError('host-not-allowed', {
      scope: 'thing',
      message: 'The mailbox is inside the private network; the operator must set ALLOW_PRIVATE_HOSTS first.',
    });
  }
  return found[0]?.address ?? unknownHost(new Error('no address'));
}

function unknownHost(cause: unknown): never {
  throw new UnavailableError('pop3-unreachable', {
    scope: 'thing',
    message: 'The mail server of the mailbox has no address; check its name in the profile.',
    cause,
  });
}
