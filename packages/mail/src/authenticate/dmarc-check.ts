import type { Authentication } from '@zaakpost/domain';
import type { DMARCResult, DNSResolver } from 'mailauth';
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { named, type Signatures } from './dkim-check.ts';

type Dmarc = Authentication['dmarc'];
type Checked = Pick<Authentication, 'spf' | 'dkim'>;

interface Found extends Checked {
  signatures: Signatures;
  /** Why its signatures were not looked at. */
  why: 'headerTooLarge' | 'tooManySignatures' | null;
  resolver: DNSResolver;
}

/** Whether the author's domain owns the mail; and which of SPF and DKIM speak for that domain. */
export async function dmarcOf(found: Found): Promise<Checked & { dmarc: Dmarc }> {
  const { spf, dkim, signatures, resolver } = found;
  const { response, reason, dkimAligned } = await evaluateDmarc({
    headerFrom: signatures.headerFrom,
    fromFields: signatures.fromFields,
    spfDomains: spf.result === 'pass' && spf.domain !== null ? [spf.domain] : [],
    dkimDomains: dkim.flatMap(({ result, domain }) => (result === 'pass' && domain !== null ? [{ domain }] : [])),
    resolver,
  });
  const spoken = response === false ? undefined : response.alignment?.spf?.result;
  return {
    spf: { ...spf, aligned: typeof spoken === 'string' },
    dkim: dkim.map((one) => ({ ...one, aligned: one.domain !== null && (dkimAligned?.has(one.domain) ?? false) })),
    dmarc: response === false ? withoutAuthor(reason) : judged(response, found),
  };
}

function withoutAuthor(reason: string | undefined): Dmarc {
  const several = reason === 'multiple-author-domains' || reason === 'multiple-from-fields';
  return several
    ? { result: 'permerror', domain: null, policy: null, why: 'severalAuthors' }
    : { result: 'none', domain: null, policy: null, why: 'noSenderDomain' };
}

const POLICIES = ['none', 'quarantine', 'reject'] as const;

function judged({ status, policy }: DMARCResult, { spf, dkim, why }: Found): Dmarc {
  const domain = named((status as { header?: { from?: string } }).header?.from);
  const dmarc = { domain, policy: POLICIES.find((known) => known === policy) ?? null };
  if (status.result === 'temperror') return { ...dmarc, result: 'temperror', why: 'dnsAway' };
  if (status.result !== 'fail') return { ...dmarc, result: status.result === 'pass' ? 'pass' : 'none', why: null };
  // The mail's own doing; else what was not answered, or not asked, might have spoken for it.
  if (why !== null) return { ...dmarc, result: 'permerror', why };
  if ([spf, ...dkim].some(({ result }) => result === 'temperror'))
    return { ...dmarc, result: 'temperror', why: 'dnsAway' };
  if (spf.why === 'noClientAddress') return { ...dmarc, result: 'none', why: 'noClientAddress' };
  return { ...dmarc, result: 'fail', why: null };
}
