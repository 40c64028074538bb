import type { Profiles } from '@zaakpost/domain';

/** Which address of ours a recipient stands for; null when it is none of ours. */
export type FindRecipient = (recipient: string) => Promise<string | null>;

/**
 * Ours are the addresses of active profiles. Municipalities forward `iets@gemeente.nl` to `iets@<platform domain>`, so the
 * alias with the same local part stands for it.
 */
export function recipientFinder(profiles: Pick<Profiles, 'active'>, platformDomain: string): FindRecipient {
  return async (recipient) => matching(recipient, await ownAddresses(profiles), platformDomain);
}

/** The own address that `recipient` names, or whose local part it has at the platform's domain. */
export function matching(recipient: string, own: readonly string[], platformDomain: string): string | null {
  const wanted = recipient.toLowerCase();
  const [local, domain] = split(wanted);
  return (
    own.find((address) => address.toLowerCase() === wanted) ??
    (domain === platformDomain ? own.find((address) => split(address.toLowerCase())[0] === local) : undefined) ??
    null
  );
}

async function ownAddresses(profiles: Pick<Profiles, 'active'>): Promise<string[]> {
  const [handled, mailboxes] = await Promise.all([profiles.active('incomingMail'), profiles.active('pop3Mailbox')]);
  const found = [...handled, ...mailboxes].map((profile) => profile.settings.address);
  return found.filter((address) => address !== null);
}

function split(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}
