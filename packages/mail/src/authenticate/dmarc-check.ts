import type { Authentication, AuthenticationGap, AuthenticationResult } from '@zaakpost/domain';
import type { DMARCResult, DNSResolver } from 'mailauth';
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { named, type Signatures } from './dkim-check.ts';

type Dmarc = Authentication['dmarc'];
type Checked = Pick<Authentication, 'spf' | 'dkim'>;

/** Why the signatures of a mail were not looked at: its own doing. */
export type Unchecked = Extract<AuthenticationGap, 'headerTooLarge' | 'tooManySignatures' | 'tooCostly'>;

interface Found extends Checked {
  signatures: Signatures;
  why: Unchecked | null;
  resolver: DNSResolver;
}

/** Whether the author's domain owns the mail; and which of SPF and DKIM speak for that domain. */
export async function dmarcOf(found: Found): Promise<Checked & { dmarc: Dmarc }> {
  const { spf, dkim } = found;
  const { response, reason, dkimAligned } = await spokenBy('pass', found);
  const spoken = response === false ? undefined : response.alignment?.spf?.result;
  return {
    spf: { ...spf, aligned: typeof spoken === 'string' },
    dkim: dkim.map((one) => ({ ...one, aligned: one.domain !== null && (dkimAligned?.has(one.domain) ?? false) })),
    dmarc: response === false ? withoutAuthor(reason) : judged(response, found, await mightSpeak(response, found)),
  };
}

/** What DMARC comes to when those domains speak for the mail whose check came to `outcome`. */
const spokenBy = (outcome: AuthenticationResult, { spf, dkim, signatures, resolver }: Found) =>
  evaluateDmarc({
    headerFrom: signatures.headerFrom,
    fromFields: signatures.fromFields,
    spfDomains: spf.result === outcome && spf.domain !== null ? [spf.domain] : [],
    dkimDomains: dkim.flatMap(({ result, domain }) => (result === outcome && domain !== null ? [{ domain }] : [])),
    resolver,
  });

/**
 * Whether what DNS did not answer could have made a mail pass that fails without it. Anybody can sign with, or send from, a
 * domain of their own whose DNS is silent; only one that is aligned with the author's counts.
 */
async function mightSpeak({ status }: DMARCResult, found: Found): Promise<boolean> {
  const open = [found.spf, ...found.dkim].filter(({ result }) => result === 'temperror');
  if (status.result !== 'fail' || open.length === 0) return false;
  if (open.some(({ domain }) => domain === null)) return true;
  const { response } = await spokenBy('temperror', found);
  return response !== false && response.status.result !== 'fail';
}

function withoutAuthor(reason: string | undefined): Dmarc {
  return reason === 'no-author-domain'
    ? { result: 'none', domain: null, policy: null, why: 'noSenderDomain' }
    : { result: 'permerror', domain: null, policy: null, why: 'severalAuthors' };
}

const POLICIES = ['none', 'quarantine', 'reject'] as const;

function judged({ status, policy }: DMARCResult, { spf, why }: Found, isOpen: boolean): Dmarc {
  const domain = named((status as { header?: { from?: string } }).header?.from);
  const dmarc = { domain, policy: POLICIES.find((known) => known === policy) ?? null };
  if (status.result === 'temperror') return { ...dmarc, result: 'temperror', why: 'dnsAway' };
  if (status.result !== 'fail') return { ...dmarc, result: status.result === 'pass' ? 'pass' : 'none', why: null };
  // The mail's own doing; else what was not answered, or not asked, might have spoken for it.
  if (why !== null) return { ...dmarc, result: 'permerror', why };
  if (isOpen) return { ...dmarc, result: 'temperror', why: 'dnsAway' };
  if (spf.why === 'noClientAddress') return { ...dmarc, result: 'none', why: 'noClientAddress' };
  return { ...dmarc, result: 'fail', why: null };
}
