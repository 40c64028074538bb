import { isIPv6 } from 'node:net';

/** What counts as one client: an IPv4 address, or the first half of an IPv6 one, since whoever has one has 2^64 (RFC 4291 2.5.4). */
export function hostOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [start = '', end] = address.split('::');
  const before = groups(start);
  const after = end === undefined ? [] : groups(end);
  const all = [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
  return `${all.slice(0, 4).join(':')}::/64`;
}

const groups = (text: string): string[] =>
  text === '' ? [] : text.split(':').map((group) => group.toLowerCase().replace(/^0+(?=.)/u, ''));
