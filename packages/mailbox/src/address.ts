import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type ErrorCode, isInsideAddress, UnavailableError } from '@zaakpost/domain';

/** What the operator decides for all mailboxes. */
export interface DialRules {
  /** Whether a mailbox may be on the installation's own network. */
  allowPrivateHosts: boolean;
}

/**
 * The address to connect to: the one that was checked is the one that is used. `unknown` is the code when there is none.
 *
 * @throws UnavailableError('host-not-allowed' | unknown)
 */
export async function addressOf(host: string, { allowPrivateHosts }: DialRules, unknown: ErrorCode): Promise<string> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(unknownHost(unknown));
  if (!allowPrivateHosts && found.some(({ address }) => isInsideAddress(address))) {
    throw new UnavailableError('host-not-allowed', {
      scope: 'thing',
      message: 'The server is inside the private network; the operator must set ALLOW_PRIVATE_HOSTS first.',
    });
  }
  return found[0]?.address ?? unknownHost(unknown)(new Error('no address'));
}

const unknownHost =
  (code: ErrorCode) =>
  (cause: unknown): never => {
    throw new UnavailableError(code, {
      scope: 'thing',
      message: 'The server has no address; check its name in the profile.',
      cause,
    });
  };
