import { createPrivateKey, type KeyObject } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type OutgoingMailSettings, PermanentError } from '@zaakpost/domain';
import DKIM from 'nodemailer/lib/dkim';

type DkimSettings = NonNullable<OutgoingMailSettings['dkim']>;

/** RFC 8301 section 3.2: verifiers take no shorter key. */
const SHORTEST_KEY = 1_024;
const MOST_KEYS = 8;
const keys = new Map<string, KeyObject>();

/**
 * The message with a DKIM-Signature (RFC 6376) before it: rsa-sha256, relaxed/relaxed.
 *
 * @throws PermanentError('dkim-key-missing' | 'dkim-key-invalid'): what cannot be signed is not sent.
 */
export async function signed(mime: Buffer, { domain, selector, privateKey }: DkimSettings): Promise<Buffer> {
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey: keyOf(privateKey) as unknown as string,
  });
  const result = await buffer(signer.sign(mime));
  // The signer answers a key that fails with the bare message.
  if (!result.subarray(0, 15).equals(FIELD)) throw invalid('The key made no signature.');
  return result;
}

const FIELD = Buffer.from('DKIM-Signature:');

/** PEM in PKCS#1 or PKCS#8, read once: that costs as much as signing a small mail. */
function keyOf(pem: string): KeyObject {
  if (pem.trim() === '') {
    throw new PermanentError('dkim-key-missing', {
      message: 'Mail must be signed with DKIM and the profile holds no private key; set one or switch signing off.',
    });
  }
  const known = keys.get(pem);
  if (known) return known;
  const key = readKey(pem);
  if (keys.size === MOST_KEYS) keys.clear();
  keys.set(pem, key);
  return key;
}

function readKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw invalid('It cannot be read; it must be PEM in PKCS#1 or PKCS#8 without a passphrase.');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa') throw invalid('It must be an RSA key.');
  if (bits < SHORTEST_KEY) throw invalid(`It has ${bits} bits; ${SHORTEST_KEY} is the least that verifiers take.`);
  return key;
}

const invalid = (why: string) =>
  new PermanentError('dkim-key-invalid', { message: `The DKIM private key of the profile is no good. ${why}` });
