import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PermanentError } from '@zaakpost/domain';

/** A key for secrets at rest: 32 bytes and the id that is stored beside what it encrypted. */
export interface SecretKey {
  id: string;
  key: Buffer;
}

/** Encrypts and decrypts what may not lie readable in the database. */
export interface SecretBox {
  /** AES-256-GCM with the first key. `context` names the place it is for: it opens nowhere else. */
  seal(secret: string, context: string): string;

  /** @throws PermanentError('secret-unreadable') when its key is not among ours, or it is not for this place. */
  open(envelope: string, context: string): string;

  /** Was it sealed with another key than the one that seals now? */
  isOld(envelope: string): boolean;
}

const FORM = 'v1';

/** The first key seals, all of them open; so a key is changed by putting the new one in front and sealing all again. */
export function secretBox(keys: readonly [SecretKey, ...SecretKey[]]): SecretBox {
  const [sealing] = keys;
  const byId = new Map(keys.map(({ id, key }) => [id, key]));

  return {
    seal(secret, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing.key, nonce).setAAD(Buffer.from(context));
      const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return [FORM, sealing.id, ...[nonce, ciphertext, cipher.getAuthTag()].map((b) => b.toString('base64url'))].join(
        '.',
      );
    },

    open(envelope, context) {
      const { keyId, nonce, ciphertext, tag } = partsOf(envelope);
      const key = byId.get(keyId);
      if (!key) throw unreadable(`was sealed with a key that SECRET_KEYS does not have: add the key "${keyId}"`);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
        decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch {
        throw unreadable(`does not open with the key "${keyId}": the key differs, or the record was changed`);
      }
    },

    isOld: (envelope) => partsOf(envelope).keyId !== sealing.id,
  };
}

function partsOf(envelope: string) {
  const [form, keyId, nonce, ciphertext, tag, ...more] = envelope.split('.');
  if (form !== FORM || !keyId || !nonce || ciphertext === undefined || !tag || more.length > 0) {
    throw unreadable('is not an envelope of ours: set it again');
  }
  const [nonceBytes, ciphertextBytes, tagBytes] = [nonce, ciphertext, tag].map((text) =>
    Buffer.from(text, 'base64url'),
  );
  return { keyId, nonce: nonceBytes as Buffer, ciphertext: ciphertextBytes as Buffer, tag: tagBytes as Buffer };
}

const unreadable = (why: string) => new PermanentError('secret-unreadable', { message: `A stored secret ${why}.` });
