import { z } from 'zod';
import { text } from './kinds.ts';

/** A key for the secrets that are encrypted at rest: 32 bytes and the id that is stored beside what it encrypted. */
export interface SecretKey {
  id: string;
  key: Buffer;
}

/** `id:base64` of 32 bytes each, separated by commas; the first encrypts, all of them decrypt. */
export const secretKeys = () =>
  text().transform((value, context): [SecretKey, ...SecretKey[]] => {
    const keys = value.split(',').map(readKey);
    const ids = new Set(keys.map((key) => key?.id));
    const [first, ...others] = keys.filter((key) => key !== null);
    if (first !== undefined && others.length === keys.length - 1 && ids.size === keys.length) return [first, ...others];
    context.addIssue({
      code: 'custom',
      message: 'must be id:key pairs separated by commas, each key 32 bytes in base64, no id twice (zaakpost keys new)',
    });
    return z.NEVER;
  });

function readKey(pair: string): SecretKey | null {
  const found = /^\s*([a-z0-9_-]{1,40}):([a-z0-9+/]{43}=)\s*$/iu.exec(pair);
  const [, id, base64] = found ?? [];
  return id === undefined || base64 === undefined ? null : { id, key: Buffer.from(base64, 'base64') };
}
