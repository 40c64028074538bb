import { type Authentication, type AuthenticationResult, seconds } from '@zaakpost/domain';
import type { DNSResolver } from 'mailauth';
import { spf } from 'mailauth/lib/spf/index.js';
import { named } from './dkim-check.ts';
import type { HandedOver } from './handed-over.ts';
import type { ReportedSpf } from './reported-spf.ts';

type Spf = Authentication['spf'];

/** RFC 7208 section 4.6.4 wants at least 20 s for all of it. */
const TIME = seconds(20);

/** SPF for the client that handed the mail over; or what a trusted server says it came to. */
export async function spfOf(
  client: HandedOver | ReportedSpf | null,
  { resolver, hostName }: { resolver: DNSResolver; hostName: string },
): Promise<Spf> {
  const nothing: Spf = { result: 'none', domain: null, aligned: false, why: null, reportedBy: null };
  if (client === null) return { ...nothing, why: 'noClientAddress' };
  if ('reportedBy' in client) return { ...nothing, ...client, why: gapOf(client.result) };
  const { ip, sender, helo } = client;
  const { status, domain } = await spf({ ip, sender, helo: helo || ip, mta: hostName, resolver, maxElapsedTime: TIME });
  const result = status.result as AuthenticationResult;
  return { ...nothing, result, domain: named(domain), why: gapOf(result) };
}

const gapOf = (result: AuthenticationResult) => (result === 'temperror' ? 'dnsAway' : null);
