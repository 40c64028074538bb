import { BlockList, isIP } from 'node:net';

const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // IPv4 in the forms of RFC 4291 section 2.5.5.1, RFC 6052, RFC 8215 and RFC 3056, which a gateway may lead inside.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
] as const) {
  inside.addSubnet(network, prefix, 'ipv6');
}

/**
 * Whether an IP address belongs to an installation's own inside: loopback, link-local, private (RFC 1918, RFC 4193),
 * shared (RFC 6598), for benchmarks (RFC 2544), unspecified, or IPv4 wrapped in IPv6. A host name in a profile may not lead there unless the operator allows it.
 */
export const isInsideAddress = (address: string): boolean =>
  inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
