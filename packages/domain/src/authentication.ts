import { domainToASCII } from 'node:url';

/** What one check of a sender came to (RFC 8601 section 2.7). */
export type AuthenticationResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'policy'
  | 'temperror'
  | 'permerror';

/** Why a check was not made, or not to its end. */
export type AuthenticationGap =
  /** Fetched from a mailbox, and no server that is trusted tells who handed it over. */
  | 'noClientAddress'
  /** The mail names no author whose domain could be asked. */
  | 'noSenderDomain'
  /**
   * The mail names authors of several domains, or names its author several times, or so that two programs read two: then
   * nobody's policy holds.
   */
  | 'severalAuthors'
  /** DNS did not answer in time. */
  | 'dnsAway'
  /** More signatures than are looked at. */
  | 'tooManySignatures'
  /** The header is larger than is looked at. */
  | 'headerTooLarge'
  /** Checking it takes more processor time than any mail is given. */
  | 'tooCostly'
  /** The signature covers the beginning of the body only. */
  | 'partlySigned'
  /** The key is shorter than RFC 8301 allows. */
  | 'keySize';

/** One check: what it came to, for which domain, and why it is not more than that. */
export interface AuthenticationCheck {
  result: AuthenticationResult;
  /** The domain that was asked; null where there was none. */
  domain: string | null;
  /** The domain is that of the author in `From` (RFC 7489 section 3.1). */
  aligned: boolean;
  why: AuthenticationGap | null;
}

/** Who a mail is from, as far as SPF, DKIM, DMARC and ARC can tell. */
export interface Authentication {
  /** RFC 7208. `reportedBy` names the trusted server whose word it is (RFC 8601); null when we asked ourselves. */
  spf: AuthenticationCheck & { reportedBy: string | null };
  /** RFC 6376, each signature in the order of the header. */
  dkim: (AuthenticationCheck & { selector: string | null })[];
  /** RFC 7489. `domain` is that of the author; `policy` is what its owner asks for. */
  dmarc: Omit<AuthenticationCheck, 'aligned'> & { policy: 'none' | 'quarantine' | 'reject' | null };
  /** RFC 8617. `domain` is that of the last who sealed, `hops` the length of the chain. */
  arc: Omit<AuthenticationCheck, 'aligned'> & { hops: number };
}

/**
 * Whether the author's domain disowns a mail, or the mail kept itself from being checked: it names several authors, or
 * has more signatures or header than is looked at.
 */
export const failsDmarc = (authentication: Authentication | null): boolean =>
  authentication?.dmarc.result === 'fail' || authentication?.dmarc.result === 'permerror';

/** Whether it could not be told, for want of an answer from DNS, that the author's domain owns a mail. */
export const isUnanswered = (authentication: Authentication | null): boolean =>
  authentication?.dmarc.result === 'temperror';

/**
 * What was found of the author that is shown. A header can be written so that the check reads one author in it and people
 * are shown another; such a mail keeps itself from being checked.
 */
export function foundOf(authentication: Authentication, authors: readonly { address: string }[]): Authentication {
  const { domain } = authentication.dmarc;
  const checked = domain === null ? null : domainOf(`@${domain}`);
  if (authors.every(({ address }) => !address.includes('@') || domainOf(address) === checked)) return authentication;
  return { ...authentication, dmarc: { ...authentication.dmarc, result: 'permerror', why: 'severalAuthors' } };
}

/** As DNS has it; what can be no name there stays as it is written. */
function domainOf(address: string): string {
  const written = address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.$/u, '');
  return domainToASCII(written) || written;
}

/** Whether a check could not be made because DNS was away or slow: recorded, no reason to stop. */
export const isDegraded = ({ spf, dkim, dmarc, arc }: Authentication): boolean =>
  [spf, ...dkim, dmarc, arc].some(({ result }) => result === 'temperror');
