import type { Authentication, AuthenticationResult } from '@zaakpost/domain';
import type { DKIMVerifyResult } from 'mailauth';

/** What mailauth found of a message's signatures. */
export type Signatures = DKIMVerifyResult;
type Signature = Signatures['results'][number];

const LONGEST = 255;

/** Each signature; alignment is DMARC's to say. */
export const dkimOf = ({ results }: Signatures): Authentication['dkim'] =>
  results.filter(({ signingDomain }) => signingDomain).map(oneOf);

function oneOf({ status, signingDomain, selector }: Signature): Authentication['dkim'][number] {
  const result = resultOf(status);
  return {
    result,
    domain: named(signingDomain),
    selector: named(selector),
    aligned: false,
    why: result === 'temperror' ? 'dnsAway' : isWeak(status) ? 'keySize' : isPartial(status) ? 'partlySigned' : null,
  };
}

/** Bytes that were changed are `fail` (RFC 8601 section 2.7.1), which mailauth tells from a signature that is none by words. */
function resultOf(status: Signature['status']): AuthenticationResult {
  if (status.result === 'neutral' && status.comment === 'body hash did not verify') return 'fail';
  return status.result === 'pass' && isPartial(status) ? 'policy' : (status.result as AuthenticationResult);
}

/** Anybody can have put something behind what such a signature covers (RFC 6376 section 8.2). */
const isPartial = ({ underSized }: Signature['status']): boolean => Boolean(underSized);

const isWeak = ({ policy }: Signature['status']): boolean =>
  (policy as Record<string, unknown> | undefined)?.['dkim-rules'] === 'weak-key';

/** A name as it is kept. */
export const named = (name: string | false | null | undefined): string | null =>
  name ? name.toLowerCase().slice(0, LONGEST) : null;
