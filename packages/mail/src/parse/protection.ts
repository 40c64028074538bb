import type { Protection } from '@zaakpost/domain';
import type { MimePart } from './structure/mime-part.ts';

const SMIME = /^application\/(?:x-)?pkcs7-mime$/u;

/** How a part says that the mail, or what is in it, is signed or encrypted (RFC 1847, RFC 3156, RFC 8551). */
export function protectionOf({ type, parameters, filename }: MimePart): Protection | null {
  const protocol = parameters.get('protocol')?.toLowerCase() ?? '';
  if (type === 'multipart/encrypted') return 'openpgp-encrypted';
  if (type === 'multipart/signed') return protocol.includes('pgp') ? 'openpgp-signed' : 'smime-signed';
  if (type === 'application/pgp') return 'openpgp-signed';
  if (!SMIME.test(type)) return null;
  const kind = parameters.get('smime-type')?.toLowerCase() ?? '';
  if (/certs-only|compressed/u.test(kind) || /\.p7[cz]$/iu.test(filename)) return null;
  return kind.includes('signed') || /\.p7s$/iu.test(filename) ? 'smime-signed' : 'smime-encrypted';
}

/**
 * May what a file holds be wrapped in its signature (RFC 8551 section 3.5.2)? Programs look at its bytes, whatever its type
 * says of them, and know it by its name too (section 3.2.1).
 */
export const isOpaque = (contentType: string, names: readonly (string | null)[]): boolean =>
  SMIME.test(contentType) || names.some((name) => /\.p7[mz]$/iu.test(name ?? ''));

/** As `protectionOf`, for armour within the text (RFC 9580 section 6.2, section 7). */
export function armourIn(text: string | null): Protection | null {
  if (text === null || !text.includes('-----BEGIN PGP ')) return null;
  if (/^-----BEGIN PGP MESSAGE-----\s*$/mu.test(text)) return 'openpgp-encrypted';
  return /^-----BEGIN PGP SIGNED MESSAGE-----\s*$/mu.test(text) ? 'openpgp-signed' : null;
}

/** What hides the content counts before what only vouches for it. */
export const stronger = (one: Protection | null, other: Protection | null): Protection | null =>
  one?.endsWith('encrypted') || other === null ? one : other.endsWith('encrypted') ? other : (one ?? other);
