import { isIP, isIPv4, isIPv6 } from 'node:net';
import { days } from '@zaakpost/domain';
import { z } from 'zod';

/** How the text of a variable becomes a value. Their messages say what is wanted and never what was given. */

export const text = () => z.string({ error: 'must be set' });

export const wholeNumber = ({ min, max }: { min: number; max: number }) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string({ error: 'must be set' })
    .regex(/^\d+$/u, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }));
};

export const port = () => wholeNumber({ min: 0, max: 65_535 });

/** Seconds, with a fraction where wished, as milliseconds. */
export const secondsFrom = ({ min, max }: { min: number; max: number }) => {
  const error = `must be a number of seconds from ${min} to ${max}`;
  return z
    .string({ error: 'must be set' })
    .regex(/^\d+(\.\d+)?$/u, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .transform((seconds) => Math.round(seconds * 1000));
};

/** Days, with a fraction where wished, as milliseconds. */
export const daysFrom = ({ min, max }: { min: number; max: number }) => {
  const error = `must be a number of days from ${min} to ${max}`;
  return z
    .string({ error: 'must be set' })
    .regex(/^\d+(\.\d+)?$/u, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }))
    .transform((n) => Math.round(days(n)));
};

export const choice = <const T extends readonly [string, ...string[]]>(options: T) =>
  z.enum(options, { error: `must be one of: ${options.join(', ')}` });

export const onOff = () => choice(['on', 'off']).transform((word) => word === 'on');

export const url = (...protocols: [string, ...string[]]) =>
  text().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)), {
    error: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
  });

/** Scheme and host, with a port where it is not the usual one; without a path. */
export const origin = () =>
  url('http', 'https')
    .refine((value) => /^https?:\/\/[^/?#@]+\/?$/iu.test(value), { error: 'must be an address without a path' })
    .transform((value) => new URL(value).origin);

/** Part of the address space: `10.1.0.0/16`. */
export interface Network {
  address: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** Addresses and networks in CIDR notation, with commas between. */
export const networks = () =>
  text().transform((value, context) => {
    const found = value.split(',').map((part) => networkOf(part.trim()));
    if (found.every((network) => network !== null)) return found;
    context.addIssue({
      code: 'custom',
      message: 'must be IP addresses or networks such as 10.1.0.0/16, with commas between',
    });
    return z.NEVER;
  });

/** Host names, a leading dot for all below a domain, with commas between; in lower case. */
export const hosts = () =>
  text().transform((value, context) => {
    const found = value.split(',').map((part) => part.trim().toLowerCase());
    if (found.every((host) => /^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/u.test(host))) return found;
    context.addIssue({ code: 'custom', message: 'must be host names with commas between' });
    return z.NEVER;
  });

/** Addresses of name servers, each with a port where it is not 53, with commas between. */
export const nameServers = () =>
  text().transform((value, context) => {
    const found = value.split(',').map((part) => part.trim());
    if (found.every(isNameServer)) return found;
    context.addIssue({ code: 'custom', message: 'must be IP addresses such as 192.0.2.53 or 192.0.2.53:5353' });
    return z.NEVER;
  });

const isNameServer = (server: string): boolean =>
  isIP(server) > 0 || /^(?:[\d.]+|\[[\da-f:.]+\]):\d{1,5}$/iu.test(server);

function networkOf(text: string): Network | null {
  const [, address = '', bits] = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/iu.exec(text) ?? [];
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null;
  if (family === null) return null;
  const most = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  return prefix <= most ? { address, prefix, family } : null;
}
