import { domainToASCII } from 'node:url';
import { type MailAddress, oneLine, PermanentError } from '@zaakpost/domain';

/** Dot-string of RFC 5321 section 4.1.2. Quoted local parts, comments, routes and literals are not taken. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/iu;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

/**
 * An addr-spec that can go into an envelope and a header as it stands: ASCII, an international domain in its A-labels
 * (RFC 5890). Header and envelope take nothing that did not come through here.
 *
 * @throws PermanentError('address-invalid'); the message does not hold the address.
 */
export function validAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const typed = address.slice(at + 1);
  const domain = /^[\p{L}\p{N}\p{M}.-]+$/u.test(typed) ? domainToASCII(typed).toLowerCase() : '';
  const valid =
    at > 0 &&
    local.length <= LONGEST_LOCAL &&
    LOCAL.test(local) &&
    domain.length <= LONGEST_DOMAIN &&
    domain.split('.').every((label) => LABEL.test(label));
  if (valid) return `${local}@${domain}`;
  throw new PermanentError('address-invalid', {
    message: 'An e-mail address of this message is not one that mail can be sent to; correct it and send it again.',
  });
}

/** As `validAddress`, its display name on one line. */
export const validMailbox = ({ name, address }: MailAddress): MailAddress => ({
  name: oneLine(name).slice(0, 200),
  address: validAddress(address),
});
