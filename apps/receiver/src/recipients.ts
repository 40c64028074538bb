import { domainToASCII } from 'node:url';
import { inBatches, type Milliseconds, type Profiles, seconds } from '@zaakpost/domain';

/** Which address of ours a recipient stands for; null when it is none of ours. */
export type FindRecipient = (recipient: string) => Promise<string | null>;

const MOST_AT_ONCE = 1_000;
const FRESH = seconds(1);

/**
 * Ours are the addresses of active profiles. Municipalities forward `iets@gemeente.nl` to `iets@<platform domain>`, so the
 * alias with the same local part stands for it. Who was known a second ago still is; nobody is refused by what was read
 * before he asked. What clients ask at the same moment is looked up once.
 */
export function recipientFinder(
  profiles: Pick<Profiles, 'active'>,
  platformDomain: string,
  now: () => Milliseconds = () => performance.now(),
): FindRecipient {
  let known = { own: [] as string[], until: 0 };
  const lookUp = inBatches(MOST_AT_ONCE, async (recipients: string[]) => {
    const own = await ownAddresses(profiles);
    known = { own, until: now() + FRESH };
    return recipients.map((recipient) => matching(recipient, own, platformDomain));
  });
  return async (recipient) =>
    (now() < known.until ? matching(recipient, known.own, platformDomain) : null) ?? (await lookUp(recipient));
}

/**
 * The own address that `recipient` names, or whose local part it has at the platform's domain; case does not matter, and what
 * follows a plus is the sender's affair (RFC 5233). An alias that stands for several is known by its own name, and so is the
 * postmaster (RFC 5321, 4.5.1): such mail fits no profile, and a person sorts it.
 */
export function matching(recipient: string, own: readonly string[], platformDomain: string): string | null {
  const [local, domain] = partsOf(
    recipient.toLowerCase() === 'postmaster' ? `postmaster@${platformDomain}` : recipient,
  );
  const whole = found(local, domain, own, platformDomain);
  return whole ?? (local.includes('+') ? found(local.replace(/\+.*$/u, ''), domain, own, platformDomain) : null);
}

function found(local: string, domain: string, own: readonly string[], platformDomain: string): string | null {
  if (local === '') return null;
  const sameLocal = own.filter((address) => partsOf(address)[0] === local);
  const exact = sameLocal.find((address) => partsOf(address)[1] === domain);
  if (exact !== undefined || domain !== platformDomain) return exact ?? null;
  const distinct = new Set(sameLocal.map((address) => partsOf(address).join('@')));
  if (distinct.size === 0) return local === 'postmaster' ? `postmaster@${platformDomain}` : null;
  return distinct.size === 1 ? (sameLocal[0] ?? null) : `${local}@${platformDomain}`;
}

async function ownAddresses(profiles: Pick<Profiles, 'active'>): Promise<string[]> {
  const [handled, mailboxes] = await Promise.all([profiles.active('incomingMail'), profiles.active('pop3Mailbox')]);
  return [...handled, ...mailboxes].map((profile) => profile.settings.address).filter((address) => address !== null);
}

/** In the form in which addresses are compared: small letters, the domain as DNS has it. */
function partsOf(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  return [address.slice(0, Math.max(at, 0)).toLowerCase().normalize('NFC'), domainToASCII(domain) || domain];
}
