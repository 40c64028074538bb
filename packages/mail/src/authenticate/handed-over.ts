import { isIP } from 'node:net';
import { type InboundSource, isInsideAddress } from '@zaakpost/domain';
import { type Field, valuesOf } from './mail-header.ts';
import { type ReportedSpf, reportedSpf } from './reported-spf.ts';

/** Who handed a mail over to the municipality, as far as somebody trustworthy tells. */
export interface HandedOver {
  ip: string;
  helo: string;
  /** The envelope's sender; empty for the null path. */
  sender: string;
}

const MOST_HOPS = 20;
const LONGEST = 4_000;

/**
 * The client that SPF is about: that of the SMTP session, or the one before a forwarder that is trusted; for mail from a
 * mailbox or a file what a trusted server noted, as the outcome of its own check or in `Received`. Anybody can write such
 * lines below those of the server that took the mail, so a line counts only as long as all above it are of its inside.
 */
export function handedOver(
  source: InboundSource,
  fields: readonly Field[],
  trusted: readonly string[],
): HandedOver | ReportedSpf | null {
  if (source.kind === 'smtp') {
    const sender = unforwarded(source.envelopeFrom);
    if (!source.trusted) return { ip: source.peer, helo: source.helo ?? '', sender: source.envelopeFrom };
    const client = clientBefore(fields, () => true);
    return client && { ...client, sender };
  }
  const reported = reportedSpf(fields, trusted);
  if (reported) return reported;
  const client = clientBefore(fields, (host) => isTrusted(host, trusted));
  const sender = /^<([^<>]*)>/u.exec(valuesOf(fields, 'return-path')[0] ?? '')?.[1];
  return client && sender !== undefined ? { ...client, sender } : null;
}

/** A host that is named, or lies below a domain that begins with a dot. */
const isTrusted = (host: string, trusted: readonly string[]): boolean =>
  trusted.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name));

/** The first client from outside, going down the lines of servers that are believed. */
function clientBefore(
  fields: readonly Field[],
  believed: (host: string) => boolean,
): Omit<HandedOver, 'sender'> | null {
  for (const line of valuesOf(fields, 'received').slice(0, MOST_HOPS)) {
    const hop = hopOf(line.slice(0, LONGEST));
    if (!hop || !believed(hop.by)) return null;
    if (!isInsideAddress(hop.ip)) return { ip: hop.ip, helo: hop.helo };
  }
  return null;
}

/** `from helo (name [address]) by host ...` (RFC 5321 section 4.4). */
function hopOf(line: string): { ip: string; helo: string; by: string } | null {
  const match = /^from (.*?) by ([\w.-]{1,255})/iu.exec(line);
  const [, from = '', by = ''] = match ?? [];
  const ip = addressIn(from);
  return match && ip !== null ? { ip, helo: from.split(' ')[0] ?? '', by: by.toLowerCase() } : null;
}

/**
 * The address of the connection stands in the comment after the name that the client gave itself, which may look like
 * one; so the last counts, and none that is said to be a HELO. Where there is no name, the address stands in its place.
 */
function addressIn(from: string): string | null {
  const comments = from.slice(from.indexOf(' ') + 1);
  const found = [...comments.matchAll(/(helo=)?\[(?:IPv6:)?([\da-f.:]{2,45})\]/giu)].filter(([, helo]) => !helo);
  const literal = /^\[(?:IPv6:)?([\da-f.:]{2,45})\] \(/iu.exec(from)?.[1];
  return [found.at(-1)?.[2], literal].find((address) => address !== undefined && isIP(address) > 0) ?? null;
}

/** The sender that a forwarder wrapped into an address of its own (SRS0), where it did. */
function unforwarded(sender: string): string {
  const match = /^srs0[-+=][^=@]{1,40}=[^=@]{1,10}=([^=@]{1,255})=([^@]{1,255})@/iu.exec(sender);
  return match ? `${match[2]}@${match[1]}` : sender;
}
