import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { UnavailableError } from '@zaakpost/domain';

/** The installation's own inside: loopback, link-local, private (RFC 1918, RFC 4193), shared (RFC 6598), unspecified. */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  inside.addSubnet(network, prefix, 'ipv6');
}

/**
 * Addresses of a host, looked up here so that what was checked is what is connected to.
 *
 * @throws UnavailableError('smtp-unreachable' | 'host-not-allowed') for this one thing.
 */
export async function reachableAddresses(host: string, allowPrivate: boolean): Promise<string[]> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(notFound);
  const addresses = found.map(({ address }) => address);
  if (allowPrivate || !addresses.some(isInside)) return addresses;
  throw new UnavailableError('host-not-allowed', {
    scope: 'thing',
    message: 'The mail server of the profile is inside the private network; the operator must allow such hosts first.',
  });
}

const isInside = (address: string): boolean => inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

function notFound(cause: unknown): never {
  throw new UnavailableError('smtp-unreachable', {
    scope: 'thing',
    message: 'The mail server has no address; check its name in the profile.',
    cause,
  });
}
