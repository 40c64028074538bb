import type { Authentication, AuthenticationResult } from '@zaakpost/domain';
import type { ARCData, DNSResolver } from 'mailauth';
import { arc } from 'mailauth/lib/arc/index.js';
import { named, type Signatures } from './dkim-check.ts';
import type { Unchecked } from './dmarc-check.ts';

/** The chain of those who forwarded the mail and vouch for what they saw. */
export async function arcOf(
  { arc: chain }: Signatures,
  { resolver, why }: { resolver: DNSResolver; why: Unchecked | null },
): Promise<Authentication['arc']> {
  if (why !== null) return { result: 'fail', domain: null, hops: 0, why };
  // mailauth takes a key that DNS did not give for a broken chain; who asks sees the difference.
  let unanswered = false;
  const watching: DNSResolver = (name, type) =>
    resolver(name, type).catch((error: NodeJS.ErrnoException) => {
      unanswered ||= error.code === 'ETIMEOUT';
      throw error;
    });
  const { status, i } = await arc((chain ?? { chain: [] }) as unknown as ARCData, { resolver: watching });
  const failed = status.result === 'fail' && unanswered;
  return {
    result: failed ? 'temperror' : (status.result as AuthenticationResult),
    domain: named(sealerOf(chain)),
    hops: i || 0,
    why: failed ? 'dnsAway' : null,
  };
}

const sealerOf = (chain: Signatures['arc']): string | null => {
  const seal = (chain?.lastEntry as Record<string, unknown> | undefined)?.['arc-seal'];
  const domain = (seal as { parsed?: { d?: { value?: unknown } } } | undefined)?.parsed?.d?.value;
  return typeof domain === 'string' ? domain : null;
};
