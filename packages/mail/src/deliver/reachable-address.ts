import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isInsideAddress, UnavailableError } from '@zaakpost/domain';

/**
 * Addresses of a host, looked up here so that what was checked is what is connected to.
 *
 * @throws UnavailableError('smtp-unreachable' | 'host-not-allowed') for this one thing.
 */
export async function reachableAddresses(host: string, allowPrivate: boolean): Promise<string[]> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(notFound);
  const addresses = found.map(({ address }) => address);
  if (allowPrivate || !addresses.some(isInsideAddress)) return addresses;
  throw new UnavailableError('host-not-allowed', {
    scope: 'thing',
    message: 'The mail server of the profile is inside the private network; the operator must allow such hosts first.',
  });
}

function notFound(cause: unknown): never {
  throw new UnavailableError('smtp-unreachable', {
    scope: 'thing',
    message: 'The mail server has no address; check its name in the profile.',
    cause,
  });
}
