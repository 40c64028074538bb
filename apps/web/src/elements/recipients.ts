import type { Party, Recipient } from '../api/contract.ts';
import type { Translate } from '../text/translate.ts';

export interface RecipientChoice {
  /** Addresses of parties that are ticked. */
  chosen: readonly string[];
  /** Further addresses, as typed. */
  other: string;
}

/** A first sieve for a typing mistake; the API decides what an address is. */
const LOOKS_RIGHT = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

const split = (typed: string) =>
  typed
    .split(/[,;\n]/)
    .map((address) => address.trim())
    .filter(Boolean);

/** The recipients of a form, each address once; a party's name goes with its address. */
export function recipientsOf({ chosen, other }: RecipientChoice, parties: readonly Party[]): Recipient[] {
  const names = new Map(parties.map(({ address, name }) => [address, name]));
  return [...new Set([...chosen, ...split(other)])].map((address) => ({ address, name: names.get(address) ?? '' }));
}

export function recipientsError(recipients: readonly Recipient[], t: Translate): string | undefined {
  if (recipients.length === 0) return t('recipients.missing');
  const wrong = recipients.find(({ address }) => !LOOKS_RIGHT.test(address));
  return wrong ? t('recipients.invalid', { address: wrong.address }) : undefined;
}

/** The requestor, if they have an address: who a mail is for, most of the time. */
export const firstChoice = (parties: readonly Party[]): RecipientChoice => ({
  chosen: parties.flatMap(({ role, address }) => (role === 'requestor' && address ? [address] : [])),
  other: '',
});
