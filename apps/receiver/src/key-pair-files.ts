import { readFile } from 'node:fs/promises';
import type { Milliseconds } from '@zaakpost/domain';
import type { Log } from '@zaakpost/telemetry';

export interface KeyPairFiles {
  certificateFile: string;
  keyFile: string;
}

interface KeyPair {
  cert: Buffer;
  key: Buffer;
}

/** @throws when one of them cannot be read. */
export async function readKeyPair({ certificateFile, keyFile }: KeyPairFiles): Promise<KeyPair> {
  const [cert, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)]);
  return { cert, key };
}

/**
 * Looks again and again whether other bytes lie there, and takes them up. What cannot be used, such as a new certificate
 * beside the old key in the middle of a renewal, is left, and looked at again when it changed once more. Gives what stops it.
 */
export function watchKeyPair(
  files: KeyPairFiles,
  { every, first, renew, log }: { every: Milliseconds; first: KeyPair; renew: (pair: KeyPair) => void; log: Log },
): () => void {
  let seen = first;
  const look = async () => {
    const found = await readKeyPair(files);
    if (found.cert.equals(seen.cert) && found.key.equals(seen.key)) return;
    seen = found;
    renew(found);
    log.info('the certificate was renewed');
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn('the renewed certificate cannot be used', {}, error));
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}
